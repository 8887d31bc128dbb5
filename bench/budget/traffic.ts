import { seededRandom } from 'lipservice/testing'

export interface TrafficOptions {
  readonly name: string
  readonly patterns: number
  /** Exponent of Zipf's law. */
  readonly exponent: number
  readonly perSecond: number
  readonly seconds: number
  /** Budget in records per second. */
  readonly budget: number
  /** Factor on the volume at a time in seconds. Default: 1. */
  readonly load?: (second: number) => number
  /** Factor on one pattern, the sixth, at a time in seconds. Default: 1. */
  readonly one?: (second: number) => number
  /** Records per second that no other is like, at a time in seconds. Default: 0. */
  readonly unique?: (second: number) => number
}

export const STEPS_PER_SECOND = 10

/** Patterns of the records of each tenth of a second, in random order. A number beyond the patterns comes once. */
export function* traffic(options: TrafficOptions): Generator<readonly number[]> {
  const { patterns, exponent, perSecond, seconds, load = () => 1, one = () => 1, unique = () => 0 } = options
  const random = seededRandom(7)
  const shares = Array.from({ length: patterns }, (_, i) => 1 / (i + 1) ** exponent)
  const sum = shares.reduce((a, b) => a + b)
  let next = patterns
  for (let step = 0; step < seconds * STEPS_PER_SECOND; step++) {
    const second = step / STEPS_PER_SECOND
    const records: number[] = []
    shares.forEach((share, pattern) => {
      const mean = (share / sum) * (perSecond / STEPS_PER_SECOND) * load(second) * (pattern === 5 ? one(second) : 1)
      for (let n = poisson(mean, random); n > 0; n--) records.push(pattern)
    })
    for (let n = poisson(unique(second) / STEPS_PER_SECOND, random); n > 0; n--) records.push(next++)
    shuffle(records, random)
    yield records
  }
}

const LETTERS = 'ghijklmnopqrstuvwxyz'

/** A message of a pattern, whose words no rule masks. */
export function messageOf(pattern: number): string {
  let name = ''
  for (let left = pattern, i = 0; i < 5; i++, left = Math.floor(left / LETTERS.length)) name += LETTERS[left % LETTERS.length]
  return `event ${name} happened 17 times`
}

function poisson(mean: number, random: () => number): number {
  if (mean > 50) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal))
  }
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}

function shuffle(items: number[], random: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[items[i], items[j]] = [items[j]!, items[i]!]
  }
}
