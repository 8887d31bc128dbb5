import { type Batch, batchesOf } from './batches.js'
import { EXAM_LINES } from './exam-lines.js'
import type { Asked } from './meaning.js'
import { randomOf } from './seeded-random.js'
import type { AskedPattern } from './worth-asking.js'

/** A line of a round: a pattern, or one that stands beside so that there are neighbours. */
export interface RoundLine extends Asked {
  readonly asked: AskedPattern | undefined
}

/** What a model is asked about at once, twice. */
export interface Round {
  readonly service: string
  readonly patterns: readonly AskedPattern[]
  readonly passes: readonly [readonly Batch<RoundLine>[], readonly Batch<RoundLine>[]]
}

const MIN_LINES = 16
const MIN_BATCHES = 2
const BESIDE = EXAM_LINES.filter(({ meaning }) => meaning === 'unknown')

/**
 * Returns patterns in two passes, each in two batches or more: so each pattern has other neighbours the second time. Where there are few,
 * bundled lines stand beside them.
 *
 * @param seed the same patterns of the same seed come in the same order
 */
export function roundOf(service: string, patterns: readonly AskedPattern[], seed: string): Round {
  const names = patterns.map(({ pattern }) => `${pattern.signature} ${pattern.check}`)
  const own: RoundLine[] = patterns.map((asked) => ({ ...asked, asked }))
  const pass = (which: number) => {
    const random = randomOf(seed, service, ...names, which)
    const beside = Array.from({ length: Math.max(0, MIN_LINES - own.length) }, (): RoundLine => {
      const { template, severity } = BESIDE[Math.floor(random() * BESIDE.length)]!
      return { template, severity, words: 'unknown', asked: undefined }
    })
    return batchesOf([...own, ...beside], random, ({ asked }) => Number(asked !== undefined), MIN_BATCHES)
  }
  return { service, patterns, passes: [pass(1), pass(2)] }
}
