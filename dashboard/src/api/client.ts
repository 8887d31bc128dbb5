import { signal } from '@preact/signals'
import createClient from 'openapi-fetch'
import { after } from '../internal/clock.js'
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

/** Seconds: what a server says beyond that is no time to wait for. */
const LONGEST_WAIT = 3_600

interface Answer<T> {
  readonly data?: T
  readonly error?: unknown
  readonly response: Response
}

/** Returns what an error says; one of no answer says that there is none. */
export const problemOf = (error: unknown): ApiProblem =>
  error instanceof ApiProblem ? error : new ApiProblem(0, 'the server does not answer')

/** Grows with each answer that says what was asked for, once who asked has taken it. */
export const answers = signal(0)

/** Returns what was answered. @throws ApiProblem with what the server says is wrong, or status 0 without an answer */
export async function answerOf<T>(request: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await request.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw problemOf(cause)
  })
  if (response.ok) {
    after(0, () => answers.value++)
    return data as T
  }
  const detail = (error as { detail?: unknown } | undefined)?.detail
  const wait = Math.ceil(Number(response.headers.get('retry-after')))
  throw new ApiProblem(
    response.status,
    typeof detail === 'string' ? detail : `the server answers ${response.status}`,
    wait > 0 ? Math.min(wait, LONGEST_WAIT) : undefined,
  )
}
