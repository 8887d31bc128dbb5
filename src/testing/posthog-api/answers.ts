/** What an endpoint answers. */
export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export const okay = (body: unknown, status = 200): Answer => ({ status, body })

/** Errors as PostHog's framework writes them. */
export const problem = (
  status: number,
  type: string,
  code: string,
  detail: string,
  attr: string | null = null,
): Answer => ({
  status,
  body: { type, code, detail, attr },
})

export const notFound = (): Answer => problem(404, 'invalid_request', 'not_found', 'Not found.')
export const invalid = (detail: string, code = 'invalid_input', attr: string | null = null): Answer =>
  problem(400, 'validation_error', code, detail, attr)
/** Some endpoints of logs say it so. */
export const simpleError = (status: number, error: string): Answer => ({ status, body: { error } })

export const noKey = (): Answer =>
  problem(401, 'authentication_error', 'not_authenticated', 'Authentication credentials were not provided.')
export const wrongKey = (): Answer =>
  problem(
    401,
    'authentication_error',
    'authentication_failed',
    'Personal API key found in request Authorization header is invalid.',
  )
export const missingScope = (scope: string): Answer =>
  problem(403, 'authentication_error', 'permission_denied', `API key missing required scope '${scope}'`)

export const throttled = (seconds: number): Answer => ({
  ...problem(
    429,
    'throttled_error',
    'throttled',
    `Request was throttled. Expected available in ${seconds} second${seconds === 1 ? '' : 's'}.`,
  ),
  headers: { 'retry-after': String(seconds) },
})
/** Of too many at a time: without Retry-After. */
export const tooManyAtOnce = (): Answer =>
  problem(
    429,
    'throttled_error',
    'throttled',
    'You have too many simultaneous queries. Please wait for them to finish.',
  )
