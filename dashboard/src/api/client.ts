import createClient from 'openapi-fetch'
import type { paths } from './schema.js'

/** What a failed request says (RFC 9457). */
export class ApiProblem extends Error {
  /** 0: no answer came. */
  readonly status: number
  /** Seconds to wait, where the server says so. */
  readonly retryAfter: number | undefined

  constructor(status: number, detail: string, retryAfter?: number) {
    super(detail)
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** The API, typed by its own document. The session's cookie goes along; no key is ever held here. */
export const api = createClient<paths>({
  baseUrl: '/',
  credentials: 'same-origin',
  headers: { accept: 'application/json' },
})

interface Answer<T> {
  readonly data?: T
  readonly error?: unknown
  readonly response: Response
}

/** Returns what was answered. @throws ApiProblem with what the server says is wrong, or status 0 without an answer */
export async function answerOf<T>(request: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await request.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiProblem(0, 'the server does not answer')
  })
  if (response.ok) return data as T
  const detail = (error as { detail?: unknown } | undefined)?.detail
  const wait = Number(response.headers.get('retry-after'))
  throw new ApiProblem(
    response.status,
    typeof detail === 'string' ? detail : `the server answers ${response.status}`,
    Number.isFinite(wait) && wait > 0 ? wait : undefined,
  )
}
