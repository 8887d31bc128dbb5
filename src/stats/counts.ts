import type { Counters } from './counters.js'
import type { SamplingStats } from './logging-stats.js'
import type { PatternTable } from './pattern-table.js'

type Counts = Omit<
  SamplingStats,
  'unrepresented' | 'unrepresentedByReason' | 'recovered' | 'budget' | 'allowances' | 'surges' | 'isIncident'
>

/** Returns a snapshot of everything that is counted. Takes time in proportion to the number of patterns. */
export function countsOf(table: PatternTable, counters: Counters): Counts {
  const { seen, kept } = counters
  const { records: shadowDropped } = counters.shadowDropped()
  let bytesSeen = table.evicted.bytesSeen
  let bytesSpared = table.evicted.bytesSpared
  const patterns = Array.from(table, (entry) => {
    const bytes = Math.round(entry.size.bytes)
    bytesSeen += bytes
    bytesSpared += Math.round(entry.size.sparedBytes)
    return {
      signature: entry.signature,
      check: entry.check,
      template: entry.template,
      seen: entry.seen,
      kept: entry.kept,
      bytesSeen: bytes,
    }
  }).sort((a, b) => b.seen - a.seen)
  return {
    seen,
    kept,
    keptByReason: counters.keptByReason(),
    dropped: counters.droppedByReason(),
    bySeverity: counters.bySeverity(),
    bytesSeen,
    savings: {
      records: seen - kept + shadowDropped,
      bytes: bytesSpared,
      share: bytesSeen > 0 ? bytesSpared / bytesSeen : 0,
    },
    patternCount: table.admitted,
    patternsEvicted: table.evicted.count,
    patternFamilies: table.families,
    patterns,
    shadowDropped,
  }
}
