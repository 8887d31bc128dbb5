import type { SamplingStats } from '../../stats/logging-stats.js'
import type { Shipped } from '../tail/decider.js'
import type { LineCounts } from '../tail/line-filter.js'
import { bytes, count, counted, percent } from '../terminal/numbers.js'
import { type Screen, styled } from '../terminal/screen.js'
import { wrapped } from '../terminal/wrapped.js'

/** Returns what a pipe passed and what it counted. @param shipped `undefined`: nothing was to be */
export function tailSummary(
  { lines, passed, undecided }: LineCounts,
  { seen, kept, keptByReason, savings }: SamplingStats,
  shipped: Shipped | undefined,
  screen: Screen,
): string {
  const facts = [
    `${count(passed)} of ${counted(lines, 'line')} passed`,
    `${count(kept)} of ${counted(seen, 'record')} kept${seen > 0 ? ` (${percent(kept / seen)})` : ''}`,
    counted(keptByReason.error, 'error'),
    `${bytes(savings.bytes)} spared`,
    ...(undecided > 0 ? [`${count(undecided)} passed without a decision`] : []),
    ...(shipped === undefined ? [] : shippedFacts(shipped)),
  ]
  const said = `lipservice: ${facts.join(', ')}`
  // Elsewhere it is a line, which can be searched for.
  const shown = screen.isTerminal ? wrapped(said, screen) : [said]
  return `${shown.map((line) => styled(screen, 'dim', line)).join('\n')}\n`
}

function shippedFacts({ delivered, lost, waiting }: Shipped): string[] {
  return [
    `${count(delivered)} delivered`,
    ...(waiting > 0 ? [`${count(waiting)} wait on disk`] : []),
    ...(lost > 0 ? [`${count(lost)} not delivered`] : []),
  ]
}

/** Returns the same for machines: snake_case, bytes. */
export function tailJson(
  { lines, passed, undecided }: LineCounts,
  { seen, kept, keptByReason, savings }: SamplingStats,
  shipped: Shipped | undefined,
): object {
  return {
    lines,
    passed_lines: passed,
    undecided_lines: undecided,
    records: seen,
    kept,
    errors: keptByReason.error,
    bytes_spared: savings.bytes,
    ...shipped,
  }
}
