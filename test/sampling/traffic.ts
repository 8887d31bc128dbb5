import type { LogRecord } from '../../src/record/log-record.js'
import { seededRandom } from '../../src/testing.js'

export interface TrafficOptions {
  readonly seed: number
  readonly patterns: number
  /** Share of the records that belong to a trace, 0–1. */
  readonly traced: number
  /** Records of a trace, on average. */
  readonly perTrace?: number
}

/** INFO records of patterns with very different frequencies, for ever. */
export function* traffic({ seed, patterns, traced, perTrace = 7 }: TrafficOptions): Generator<LogRecord, never> {
  const random = seededRandom(seed)
  const hex = () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')
  const anotherTrace = () => ({ traceId: hex() + hex() + hex() + hex(), spanId: hex() + hex() })
  let spanContext = anotherTrace()
  for (;;) {
    if (random() < 1 / perTrace) spanContext = anotherTrace()
    // Two words differ: by one they would be a family, and one pattern.
    const pattern = Math.floor(random() ** 3 * patterns)
    const body = `pattern ${wordOf(pattern)} ${wordOf(pattern * 7 + 3)} happened`
    yield random() < traced ? { severityNumber: 9, body, spanContext } : { severityNumber: 9, body }
  }
}

/** A word of letters that no rule masks, another for each number. */
export function wordOf(n: number): string {
  const letters = 'ghijklmnopqrstuvwxyz'
  let word = ''
  for (let left = n, i = 0; i < 4; i++, left = Math.floor(left / letters.length)) word += letters[left % letters.length]
  return `w${word}`
}
