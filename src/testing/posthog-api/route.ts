import type { Answer } from './answers.js'
import type { Check } from './fields.js'

/** A request that has been looked at: path, key, scope and fields are as they should be. */
export interface FakeRequest {
  readonly method: string
  /** Parts of the path that vary, in order. */
  readonly params: readonly string[]
  readonly query: URLSearchParams
  readonly body: Record<string, unknown>
  /** Path without the query. */
  readonly path: string
  readonly authorization: string | undefined
}

/** An endpoint, and all that it takes. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** `:project` is the project's id, `:` any other part. */
  readonly path: string
  /** `personal`: a personal key or an OAuth token, with this scope. `none`: no key in a header. */
  readonly auth: 'none' | { readonly scope: string }
  /** Names of the query. Default: none. */
  readonly query?: readonly string[]
  /** Default: no body. */
  readonly body?: Check
  readonly throttle?: 'query' | 'other' | 'none'
  handle(request: FakeRequest): Answer | Promise<Answer>
}

/** Returns the parts of a path that vary; `undefined`: it is another one's. */
export function matchPath(route: string, path: string, project: string): string[] | undefined {
  const [wanted, given] = [route.split('/'), path.split('/')]
  if (wanted.length !== given.length) return undefined
  const params: string[] = []
  for (const [i, part] of wanted.entries()) {
    if (part === ':project') {
      if (given[i] !== project) return undefined
    } else if (part === ':') params.push(decodeURIComponent(given[i]!))
    else if (part !== given[i]) return undefined
  }
  return params
}
