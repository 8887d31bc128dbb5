import type { SamplingStats } from '../../stats/logging-stats.js'
import type { Shipped } from '../tail/decider.js'
import type { LineCounts } from '../tail/line-filter.js'
import { bytes, count, percent } from '../terminal/numbers.js'
import { type Screen, styled } from '../terminal/screen.js'

/** Returns what a pipe passed and what it counted. @param shipped `undefined`: nothing was to be */
export function tailSummary(
  { lines, passed, undecided }: LineCounts,
  { seen, kept, keptByReason, savings }: SamplingStats,
  shipped: Shipped | undefined,
  screen: Screen,
): string {
  const facts = [
    `${count(passed)} of ${count(lines)} lines passed`,
    `${count(kept)} of ${count(seen)} records kept${seen > 0 ? ` (${percent(kept / seen)})` : ''}`,
    `${count(keptByReason.error)} errors`,
    `${bytes(savings.bytes)} spared`,
    ...(undecided > 0 ? [`${count(undecided)} passed without a decision`] : []),
    ...(shipped === undefined ? [] : shippedFacts(shipped)),
  ]
  return `${styled(screen, 'dim', `lipservice: ${facts.join(', ')}`)}\n`
}

function shippedFacts({ delivered, lost, waiting }: Shipped): string[] {
  return [
    `${count(delivered)} delivered`,
    ...(waiting > 0 ? [`${count(waiting)} wait on disk`] : []),
    ...(lost > 0 ? [`${count(lost)} not delivered`] : []),
  ]
}
