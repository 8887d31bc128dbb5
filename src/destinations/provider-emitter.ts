import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import type { LoggerProvider } from '@opentelemetry/api-logs'
import { createProtobufEncoding } from '../delivery/otlp/protobuf-encoding.js'
import { fieldsOf, scopeOf } from '../delivery/otlp/record-fields.js'
import { emitDecided } from '../ownership/decided-once.js'
import type { LogRecord } from '../record/log-record.js'
import { rememberStamps } from '../record/own-stamps.js'
import type { Redactor } from '../redaction/redactor.js'
import type { KeepDecision } from '../sampling/decision.js'
import { type StampMode, stampsOf } from '../sampling/stamps.js'
import { plainValue } from '../values/value-types.js'
import { learnSize, type OnEncoded } from './learn-sizes.js'

const DEFAULT_SCOPE = { name: 'lipservice' }
const NANOS_PER_SECOND = 1_000_000_000n

export interface ProviderEmitterOptions {
  readonly provider: LoggerProvider
  readonly stamps: StampMode
  readonly redactor: Redactor
  /** Returns the time, in milliseconds since the epoch. */
  readonly epochMillis: () => number
  /** Calibrates size estimates; `bytes` without stamps. */
  readonly onEncoded: OnEncoded
}

/**
 * Emits a kept record by the LoggerProvider of an OpenTelemetry SDK: the same bounded copy without secrets that our own delivery would
 * send.
 *
 * @throws what the provider or one of its processors throws
 */
export type EmitKept = (record: LogRecord, decision: KeepDecision) => void

/** Creates the function that emits by a provider, and learns sizes meanwhile. */
export function createProviderEmitter(options: ProviderEmitterOptions): EmitKept {
  const { provider, stamps, redactor, epochMillis, onEncoded } = options
  const encoding = createProtobufEncoding(redactor)

  return (record, decision) => {
    learnSize(decision, () => encoding.encodeRecord(record, {}, epochMillis()).bytes.length, onEncoded)
    const stampAttributes = stampsOf(decision, stamps)
    const fields = fieldsOf(record, stampAttributes, epochMillis(), redactor)
    const { name, version } = scopeOf(record, DEFAULT_SCOPE)
    const { traceId, spanId, flags } = fields
    const timestamp = hrTimeOf(fields.timeUnixNano)
    rememberStamps(timestamp, stampAttributes)
    emitDecided(decision, () =>
      provider.getLogger(name, version).emit({
        timestamp,
        ...(fields.severityNumber !== 0 && {
          severityNumber: fields.severityNumber,
          severityText: fields.severityText,
        }),
        body: (fields.body && plainValue(fields.body)) as string,
        attributes: { ...(plainValue({ entries: fields.attributes }) as Record<string, string>), ...stampAttributes },
        ...(fields.eventName !== '' && { eventName: fields.eventName }),
        context:
          traceId === '' ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: flags }),
      }),
    )
  }
}

function hrTimeOf(nanos: bigint): [seconds: number, nanos: number] {
  return [Number(nanos / NANOS_PER_SECOND), Number(nanos % NANOS_PER_SECOND)]
}
