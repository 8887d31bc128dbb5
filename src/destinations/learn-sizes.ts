import type { OtlpEncoding } from '../delivery/otlp/encoding.js'
import type { LogRecord } from '../record/log-record.js'
import type { KeepDecision, PatternName } from '../sampling/decision.js'

export interface LearnSizesParts {
  /** As whoever sends the records encodes them. */
  readonly encoding: OtlpEncoding
  /** Returns the time, in milliseconds since the epoch. */
  readonly epochMillis: () => number
  /** Calibrates size estimates; `bytes` without stamps. */
  readonly onEncoded: (pattern: PatternName, estimatedBytes: number, bytes: number) => void
}

/** Learns sizes where nothing of ours encodes what is sent: from the first records of each pattern in a window, and from errors. */
export function createSizeLearner({ encoding, epochMillis, onEncoded }: LearnSizesParts) {
  return (record: LogRecord, decision: KeepDecision): void => {
    if (decision.reason !== 'first' && decision.reason !== 'novel' && decision.reason !== 'error') return
    const { bytes } = encoding.encodeRecord(record, {}, epochMillis())
    onEncoded(decision, decision.estimatedBytes, bytes.length)
  }
}
