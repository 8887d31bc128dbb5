import { createJsonEncoding } from '../delivery/otlp/json-encoding.js'
import { fieldsOf } from '../delivery/otlp/record-fields.js'
import type { ForwardedRecord } from '../record/forwarded-record.js'
import { currentLogContext } from '../record/log-context.js'
import type { LogRecord } from '../record/log-record.js'
import type { Redactor } from '../redaction/redactor.js'
import type { KeepDecision } from '../sampling/decision.js'
import { type StampMode, stampsOf } from '../sampling/stamps.js'
import { isCompound, isList, plainValue, type SafeValue } from '../values/value-types.js'
import type { CompleteRecord } from './complete-record.js'
import { createSizeLearner, type LearnSizesParts } from './learn-sizes.js'

/** Of a record whose text is not to be sent: clients take none without a text. */
const NO_TEXT = '[redacted]'

export interface ForwardingParts extends Omit<LearnSizesParts, 'encoding'> {
  readonly stamps: StampMode
  readonly redactor: Redactor
  readonly complete: CompleteRecord
}

/**
 * Creates what makes of a kept record that which a client of the app's own sends in OTLP/JSON: the same bounded copy without secrets that our own
 * delivery would send. It learns the sizes of such records meanwhile.
 */
export function createForwarding(
  parts: ForwardingParts,
): (record: LogRecord, decision: KeepDecision) => ForwardedRecord {
  const { stamps, redactor, complete, epochMillis, onEncoded } = parts
  const learnSize = createSizeLearner({ encoding: createJsonEncoding(redactor), epochMillis, onEncoded })
  return (record, decision) => {
    const whole = complete(record, currentLogContext())
    learnSize(whole, decision)
    const stampAttributes = stampsOf(decision, stamps)
    const { severityText, body, attributes } = fieldsOf(whole, stampAttributes, epochMillis(), redactor)
    const plain = plainValue(withoutNull({ entries: attributes })) as Record<string, unknown>
    return { severityText, body: textOf(body), attributes: { ...plain, ...stampAttributes } }
  }
}

function textOf(body: SafeValue | undefined): string {
  if (typeof body === 'string') return body === '' ? NO_TEXT : body
  if (body === undefined || body === null) return NO_TEXT
  return typeof body === 'object' ? JSON.stringify(plainValue(body), bigintAsText) : String(body)
}

/** PostHog refuses `null` within OTLP/JSON, so that clients leave it out: it goes as a text, as our own JSON has it. */
function withoutNull(value: SafeValue): SafeValue {
  if (value === null) return 'null'
  if (!isCompound(value)) return value
  if (isList(value)) return value.map(withoutNull)
  return { entries: value.entries.map(([key, element]) => [key, withoutNull(element)] as const) }
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
