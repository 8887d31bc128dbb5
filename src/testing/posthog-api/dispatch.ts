import type { IncomingRequest, ScriptedAnswer } from '../scripted-server.js'
import { type Answer, invalid, notFound } from './answers.js'
import type { Gate } from './gate.js'
import { type FakeRequest, matchPath, type Route } from './route.js'

/** A request that the fake received. */
export interface PostHogApiRequest {
  /** In upper case. */
  readonly method: string
  /** Path with query. */
  readonly path: string
  /** The status that it was answered with. */
  readonly status: number
  /** When it came, in milliseconds of the fake's clock. */
  readonly at: number
  /** What was sent, read as JSON or as a form. */
  readonly body: unknown
}

export interface Dispatch {
  readonly routes: readonly Route[]
  readonly gate: Gate
  readonly project: string
  violated(what: string): void
  /** Resolves when queries may go on. */
  held(): Promise<void>
}

/** Answers as PostHog would, and holds against the test what PostHog does not know. */
export async function dispatch(request: IncomingRequest, on: Dispatch): Promise<{ answer: Answer; body: unknown }> {
  const url = new URL(request.path, 'http://fake')
  const body = bodyOf(request)
  const refuse = (what: string, answer: Answer) => {
    on.violated(`${request.method} ${url.pathname}: ${what}`)
    return { answer, body }
  }
  if (body === undefined)
    return refuse('the body is neither JSON nor a form', invalid('JSON parse error', 'parse_error'))
  const found = routeOf(request.method, url.pathname, on)
  if (found === undefined) return refuse('PostHog has no such endpoint', notFound())
  const { route, params } = found
  const { authorization } = request.headers as { authorization?: string }
  const refusal = on.gate.refusal(route, authorization)
  if (refusal !== undefined) return { answer: refusal, body }
  if (route.auth === 'none' && authorization !== undefined)
    return refuse('a key in a header, where there is to be none', invalid('unexpected key'))
  const wrong = problemOf(route, url, body)
  if (wrong !== undefined) return refuse(wrong, invalid(wrong))
  const asked: FakeRequest = {
    method: request.method,
    params,
    query: url.searchParams,
    body: body as Record<string, unknown>,
    path: url.pathname,
    authorization,
  }
  const run = async () => route.handle(asked)
  const answer = route.throttle === 'query' ? await on.gate.query(() => on.held().then(run)) : await run()
  return { answer, body }
}

function routeOf(
  method: string,
  path: string,
  { routes, project }: Dispatch,
): { route: Route; params: string[] } | undefined {
  for (const route of routes) {
    if (route.method !== method) continue
    const params = matchPath(route.path, path, project)
    if (params !== undefined) return { route, params }
  }
  return undefined
}

function problemOf({ query: known = [], body: check }: Route, url: URL, body: unknown): string | undefined {
  for (const name of url.searchParams.keys())
    if (!known.includes(name)) return `PostHog does not know the parameter ${name}`
  if (check === undefined) return body === null ? undefined : 'PostHog takes no body here'
  return check(body, '')
}

/** `null`: there is none. `undefined`: it cannot be read. */
function bodyOf({ headers, body }: IncomingRequest): unknown {
  if (body.length === 0) return null
  const type = String(headers['content-type'])
  if (type.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(body.toString('utf8')))
  if (!type.startsWith('application/json')) return undefined
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

export const written = ({ status, body, headers = {} }: Answer): ScriptedAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: body === undefined ? '' : JSON.stringify(body),
})
