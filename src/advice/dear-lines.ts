import type { Advice } from './advice-kinds.js'
import { bytesOfAll, ofPattern } from './cost.js'
import { type AdviceInput, DEAR_SHARE, isNeeded, MAX_OF_A_KIND } from './logged-pattern.js'

const DETAILS: ReadonlySet<string> = new Set(['TRACE', 'DEBUG'])

/** Lines below WARN that cost much and say little. */
export function dearLines(input: AdviceInput): Advice[] {
  const enough = bytesOfAll(input) * DEAR_SHARE
  return input.patterns
    .filter((one) => one.bytes >= enough && one.bytes > 0 && !isNeeded(one))
    .filter(({ severity }) => severity === 'INFO' || DETAILS.has(severity))
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, MAX_OF_A_KIND)
    .map((one) => ({ kind: DETAILS.has(one.severity) ? 'level' : 'debug', ...ofPattern(input, one, one.bytes) }))
}
