import { jsonBytesOf } from '../delivery/otlp/json-encoding.js'
import { fieldsOf } from '../delivery/otlp/record-fields.js'
import type { ForwardedRecord } from '../record/forwarded-record.js'
import { currentLogContext } from '../record/log-context.js'
import type { LogRecord } from '../record/log-record.js'
import type { Redactor } from '../redaction/redactor.js'
import type { KeepDecision } from '../sampling/decision.js'
import { type StampMode, stampsOf } from '../sampling/stamps.js'
import { isCompound, isList, type SafeValue } from '../values/value-types.js'
import type { CompleteRecord } from './complete-record.js'
import { learnSize, type OnEncoded } from './learn-sizes.js'

/** Of a record whose text is not to be sent: clients take none without a text. */
const NO_TEXT = '[redacted]'

export interface ForwardingParts {
  readonly stamps: StampMode
  readonly redactor: Redactor
  readonly complete: CompleteRecord
  /** Returns the time, in milliseconds since the epoch. */
  readonly epochMillis: () => number
  /** Calibrates size estimates; `bytes` without stamps. */
  readonly onEncoded: OnEncoded
}

/**
 * Creates what makes of a kept record that which a client of the app's own sends in OTLP/JSON: the same bounded copy without secrets that our own
 * delivery would send. It learns the sizes of such records meanwhile.
 */
export function createForwarding(
  parts: ForwardingParts,
): (record: LogRecord, decision: KeepDecision) => ForwardedRecord {
  const { stamps, redactor, complete, epochMillis, onEncoded } = parts
  return (record, decision) => {
    const whole = complete(record, currentLogContext())
    const stampAttributes = stampsOf(decision, stamps)
    const fields = fieldsOf(whole, stampAttributes, epochMillis(), redactor)
    learnSize(decision, () => jsonBytesOf(fields), onEncoded)
    const { severityText, body, attributes } = fields
    const plain = plainOf({ entries: attributes }) as Record<string, unknown>
    return { severityText, body: textOf(body), attributes: { ...plain, ...stampAttributes } }
  }
}

function textOf(body: SafeValue | undefined): string {
  if (typeof body === 'string') return body === '' ? NO_TEXT : body
  if (body === undefined || body === null) return NO_TEXT
  return typeof body === 'object' ? JSON.stringify(plainOf(body), bigintAsText) : String(body)
}

/** As plain JavaScript. PostHog refuses `null` within OTLP/JSON, so that clients leave it out: it goes as a text, as our own JSON has it. */
function plainOf(value: SafeValue): unknown {
  if (value === null) return 'null'
  if (!isCompound(value)) return value
  if (isList(value)) return value.map(plainOf)
  const plain: Record<string, unknown> = Object.create(null)
  for (const [key, element] of value.entries) plain[key] = plainOf(element)
  return plain
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
