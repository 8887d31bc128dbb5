import type { SamplingStats } from '../../stats/logging-stats.js'
import type { LineCounts } from '../tail/line-filter.js'
import { bytes, count, percent } from '../terminal/numbers.js'
import { type Screen, styled } from '../terminal/screen.js'

/** Returns what a pipe passed and what it counted. @param delivered records that the backend has; `undefined`: none was shipped */
export function tailSummary(
  { lines, passed, undecided }: LineCounts,
  { seen, kept, keptByReason, savings }: SamplingStats,
  delivered: number | undefined,
  screen: Screen,
): string {
  const facts = [
    `${count(passed)} of ${count(lines)} lines passed`,
    `${count(kept)} of ${count(seen)} records kept${seen > 0 ? ` (${percent(kept / seen)})` : ''}`,
    `${count(keptByReason.error)} errors`,
    `${bytes(savings.bytes)} spared`,
    ...(undecided > 0 ? [`${count(undecided)} passed without a decision`] : []),
    ...(delivered === undefined ? [] : [`${count(delivered)} delivered`]),
  ]
  return `${styled(screen, 'dim', `lipservice: ${facts.join(', ')}`)}\n`
}
