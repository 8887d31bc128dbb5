import type { LogRecord } from '../../../src/record/log-record.js'
import { severityNumberOf } from '../../../src/record/severity.js'
import { Subject } from '../../../src/sampling/steps/subject.js'
import { createSigner } from '../../../src/signature/signer.js'
import { maskedPattern } from '../../../src/testing/posthog-api/mask.js'
import { seededRandom } from '../../../src/testing/seeded-random.js'
import type { Row } from './hogql-rows.js'

/** 20 November 2026, 10:00 UTC. */
export const TEN = Date.UTC(2026, 10, 20, 10) / 1_000
const HOUR = 3_600
const WORDS = ['apple', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'haven', 'inlet', 'jetty'] as const
const SEVERITY_TEXTS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
const signer = createSigner()
const subject = new Subject()

/** What an SDK signs a record as. */
export function signedBySdk(record: LogRecord): string {
  subject.take(record, 0)
  const { id, check } = signer.sign(record, subject.outcome)
  return `${id} ${check}`
}

/** As a logger writes it to a stream that a collector reads: what is said stands last, and far behind. The SDK's adapter has it from the logger. */
const lineOf = (msg: string): string =>
  JSON.stringify({ level: 30, pid: 1, headers: { agent: 'x'.repeat(1_100), msg: 'not this' }, msg })

/** A record as it stands in PostHog's table. */
export interface Logged {
  readonly row: Row
  readonly signature: string
  readonly hour: number
}

/** What a record is once PostHog has it. */
export function textAndAttributes({ body, attributes = {} }: LogRecord): {
  readonly text: string
  readonly stored: Readonly<Record<string, string>>
} {
  const text =
    attributes['asLine'] === true ? lineOf(String(body)) : typeof body === 'string' ? body : JSON.stringify(body)
  return {
    text,
    stored: Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  }
}

export const severityTextOf = (record: LogRecord): string =>
  SEVERITY_TEXTS[Math.min(5, (severityNumberOf(record) - 1) >> 2)] ?? 'info'

export function logged(record: LogRecord, at: number, service: string, uuid: string): Logged {
  const { text, stored } = textAndAttributes(record)
  const severity = severityTextOf(record)
  const row = {
    uuid,
    timestamp: new Date(at * 1_000),
    time_bucket: new Date(Math.floor(at / 86_400) * 86_400_000),
    service_name: service,
    severity_text: severity,
    body: text,
    attributes: stored,
    event_name: record.eventName ?? '',
    pattern: maskedPattern(text),
    pattern_version: 3,
    resource_fingerprint: `${service} ${uuid.charCodeAt(0) % 3}`,
    _bytes_uncompressed: text.length + 80,
  }
  return { row, signature: signedBySdk(record), hour: Math.floor(at / HOUR) * HOUR }
}

export interface HistoryShape {
  readonly hours: number
  readonly records: number
  readonly patterns: number
  readonly services?: readonly string[]
  readonly seed?: number
}

/** Records of some hours before {@link TEN}: many kinds of bodies, outcomes in attributes, events, access lines; a few patterns have most of them. */
export function loggedHistory({
  hours,
  records,
  patterns,
  services = ['api', 'shop', 'mail'],
  seed = 1,
}: HistoryShape): Logged[] {
  const random = seededRandom(seed)
  const whole = (below: number) => Math.floor(random() * below)
  return Array.from({ length: records }, () => {
    const rank = Math.min(patterns - 1, Math.floor(patterns * random() ** 3))
    const at = TEN - Math.floor(random() * hours * HOUR) - 1
    const uuid = `${whole(2 ** 32).toString(16)}-${whole(2 ** 32).toString(16)}`
    return logged(recordOf(rank, whole), at, services[rank % services.length]!, uuid)
  })
}

/** A record of a kind, its variables drawn. */
export function recordOf(rank: number, whole: (below: number) => number): LogRecord {
  const name = [rank, Math.floor(rank / 10), Math.floor(rank / 100)].map((n) => WORDS[n % 10]).join(' ')
  const severityNumber = [9, 9, 9, 5, 13, 9, 9, 17][rank % 8]!
  switch (rank % 8) {
    case 0:
      return { severityNumber, body: `${name} took ${whole(900)} ms for user ${whole(1e6)}` }
    case 1:
      return { severityNumber, body: { msg: `${name} saved`, items: whole(50), nested: { a: 1 } } as never }
    case 2: {
      const status = [200, 200, 200, 404, 503][whole(5)]!
      return { severityNumber, body: `${name} answered`, attributes: { 'http.response.status_code': status } }
    }
    case 3:
      return { severityNumber, body: `user ${whole(1e6)} did`, eventName: `${name.replaceAll(' ', '.')}` }
    case 4:
      return {
        severityNumber,
        body: `${name} from 10.0.${whole(250)}.${whole(250)}`,
        attributes: { success: whole(4) > 0, route: '/x', status: [200, 500][whole(2)]! },
      }
    case 5:
      return {
        severityNumber,
        body: `GET /${name.replaceAll(' ', '/')}/${whole(1e6)} ${[200, 304, 404, 503][whole(4)]!} ${whole(90)} ms`,
      }
    case 6:
      return { severityNumber, body: `${name} done in ${whole(90)} ms`, attributes: { asLine: true } }
    default:
      return {
        severityNumber,
        body: `request completed for ${name}`,
        attributes: { res: { statusCode: [200, 404][whole(2)]! } as never },
      }
  }
}
