import type { InstrumentationScope, LogRecord } from '../record/log-record.js'
import type { EncodedKeptRecord, Origin } from './kept-record.js'
import type { Stamps } from './otlp/encoding.js'
import { type PatternName, patternNameOf } from './pattern-name.js'
import type { CollapsedErrors } from './spool/collapse.js'
import type { SpoolTicket } from './spool/segment.js'

/** What an entry of a lane takes beside its bytes. */
export const ENTRY_BYTES = 160

export type SummaryStamps = (signature: string, weight: number) => Stamps

export interface SummaryPlace extends PatternName {
  readonly scope: InstrumentationScope
  readonly origin: Origin
  readonly sequence: number
  readonly ticket: SpoolTicket | undefined
}

/** Returns the record that stands for collapsed errors of one pattern, with their number as its weight. */
export function summaryRecord(
  { count, firstMillis, lastMillis }: CollapsedErrors,
  place: SummaryPlace,
  stampsOf: SummaryStamps,
): EncodedKeptRecord {
  const { signature, scope, origin, sequence, ticket } = place
  const stamps = stampsOf(signature, count)
  const record: LogRecord = {
    timestamp: lastMillis,
    severityNumber: 17,
    severityText: 'ERROR',
    body: `${count} more errors of pattern ${signature} between ${iso(firstMillis)} and ${iso(lastMillis)}`,
  }
  const { bytes, stampBytes } = origin.encoding.encodeRecord(record, stamps, lastMillis)
  return {
    meta: { guaranteed: true, durable: true, weight: count, ...patternNameOf(place), estimatedBytes: 0, stamps },
    origin,
    ticket,
    sequence,
    timeMillis: lastMillis,
    summarySince: firstMillis,
    size: bytes.length + ENTRY_BYTES,
    scope,
    bytes,
    stampBytes,
    parse: undefined,
  }
}

function iso(millis: number): string {
  return new Date(millis).toISOString()
}
