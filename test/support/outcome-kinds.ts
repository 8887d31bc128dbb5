import type { Outcome } from '../../src/signature/outcome.js'

export interface OutcomeKindUnderTest {
  readonly name: string
  readonly message: string
  /** `undefined`: the text alone tells it. */
  readonly fields: Readonly<Record<string, unknown>> | undefined
  readonly outcome: Outcome | undefined
}

const ofFields = (name: string, fields: object, outcome?: Outcome): OutcomeKindUnderTest => ({
  name,
  message: 'request completed',
  fields: { ...fields },
  outcome,
})
const ofText = (name: string, message: string, outcome?: Outcome): OutcomeKindUnderTest => ({
  name,
  message,
  fields: undefined,
  outcome,
})

/** How apps tell what became of something, at INFO. */
export const OUTCOME_KINDS: readonly OutcomeKindUnderTest[] = [
  ofFields('statusCode 500', { statusCode: 500 }, '<5xx>'),
  ofFields("OpenTelemetry's status 503", { 'http.response.status_code': 503 }, '<5xx>'),
  ofFields('the status 502 of a res', { res: { statusCode: 502 } }, '<5xx>'),
  ofFields('a status 504 beside a method', { method: 'GET', status: 504 }, '<5xx>'),
  ofFields('ok: false', { ok: false }, '<failed>'),
  ofFields('success: false', { success: false }, '<failed>'),
  ofFields("outcome: 'failure'", { outcome: 'failure' }, '<failed>'),
  ofFields('statusCode 500 and ok: false', { ok: false, statusCode: 500 }, '<5xx>'),
  ofText('an access line with 500', 'GET /orders/42 500 12 ms', '<5xx>'),
  ofText('a coloured access line with 503', '\x1b[0mPOST /orders \x1b[31m503\x1b[0m 12 ms', '<5xx>'),
  ofFields('statusCode 404: a pattern, no failure', { statusCode: 404 }, '<4xx>'),
  ofFields('statusCode 200: nothing', { statusCode: 200 }),
  ofFields('a status 500 of no request: nothing', { status: 500 }),
  ofFields('code 500: nothing', { code: 500 }),
  ofFields("the text 'false': nothing", { ok: 'false' }),
  ofText('a number of no access line: nothing', 'took 500 steps'),
]

/** Lines in which another logger printed its level. */
export const PRINTED_LINES: readonly (readonly [line: string, severityNumber: number])[] = [
  ['{"level":"error","msg":"payment failed"}', 17],
  ['{"level":60,"time":1,"msg":"payment failed"}', 21],
  ['ts=2026-01-31T00:00:00Z level=error msg="payment failed"', 17],
  ['{"level":"warn","msg":"slow"}', 13],
  ['{"level":"debug","msg":"hit"}', 5],
]
