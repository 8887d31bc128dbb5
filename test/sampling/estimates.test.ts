import { describe, expect, it } from 'vitest'
import type { SamplingOptions } from '../../src/index.js'
import { seededRandom } from '../../src/testing.js'
import { type SamplingUnderTest, samplingUnderTest } from '../support/sampling-under-test.js'
import { atTier, LONG } from '../support/tier.js'
import { type TrafficOptions, traffic, wordOf } from './traffic.js'

const REPLICATES = atTier({ test: 50, long: 400, soak: 5_000 })
/** Hundreds of replicates take a while on a busy machine. */
const MINUTES = atTier({ test: 1, long: 5, soak: 30 })
/** The others take as long: they are left to `npm run test:long`. */
const QUICK = ['with and without traces, under a budget', 'while policies and budgets change']
const RECORDS = 1_200
/** Beyond it a right estimator lies once in a million tests. */
const STANDARD_ERRORS = 4.9

/** Each makes another pattern of one of the traffic. */
const FAMILIES = Array.from({ length: 8 }, (_, i) => ({
  template: `pattern <+> ${wordOf(i * 7 + 3)} happened`,
  severity: 'INFO' as const,
}))

interface Scenario {
  readonly options?: SamplingOptions
  readonly patternsInTable?: number
  readonly traffic?: Partial<TrafficOptions>
  readonly millisPerRecord?: number
  /** Before the record with this number. */
  readonly before?: (sampling: SamplingUnderTest, record: number, random: () => number) => void
}

const SCENARIOS: Record<string, Scenario> = {
  'without traces': {},
  'with traces': { traffic: { traced: 1 } },
  'with long traces': { traffic: { traced: 1, perTrace: 200 } },
  'with and without traces, under a budget': {
    options: { budget: { recordsPerSecond: 40 } },
    traffic: { traced: 0.5 },
  },
  'with long traces, while a bucket empties': {
    options: { budget: { recordsPerSecond: 4 } },
    traffic: { traced: 1, perTrace: 40 },
    millisPerRecord: 10,
  },
  'while a bucket empties': {
    options: { budget: { recordsPerSecond: 2 } },
    traffic: { traced: 0.3, patterns: 30 },
    millisPerRecord: 1,
  },
  'while the table overflows': {
    options: { budget: { recordsPerSecond: 20 } },
    patternsInTable: 20,
    traffic: { patterns: 400, traced: 0.2 },
  },
  'while policies and budgets change': {
    traffic: { traced: 0.5 },
    before: ({ usePolicy }, record, random) => {
      if (record % 150 !== 0) return
      usePolicy({
        version: record,
        global_rate: [1, 0.3, 0.05, 0.001][Math.floor(random() * 4)]!,
        anomaly_boost: 1 + random() * 9,
        keep_first: { count: 1 + Math.floor(random() * 5), per_seconds: 1 + Math.floor(random() * 60) },
        ...(random() < 0.5 && { budget: { bytes_per_second: random() * 20_000 } }),
        merge_rules: random() < 0.5 ? [{ template: 'pattern <+> <+> happened' }] : [],
        word_families: random() < 0.5 ? FAMILIES : [],
      })
    },
  },
  'while a pattern surges': {
    options: { budget: { recordsPerSecond: 1 } },
    traffic: { patterns: 2 },
    millisPerRecord: 130,
    before: ({ clock }, record) => {
      if (record < 300) clock.advance(700)
    },
  },
  'while kept records are lost on their way': {
    options: { budget: { recordsPerSecond: 20 } },
    before: () => {},
  },
}

/** Σ weight − (seen − unrepresented) of one run. */
function errorOf(name: string, seed: number, weightOf: WeightOf = (decision) => decision.weight): number {
  const { options = {}, patternsInTable, millisPerRecord = 20, before, ...scenario } = SCENARIOS[name]!
  const sampling = samplingUnderTest(options, {
    seed,
    ...(patternsInTable !== undefined && { patterns: patternsInTable }),
  })
  const records = traffic({ seed: seed + 1_000, patterns: 8, traced: 0, ...scenario.traffic })
  const random = seededRandom(seed + 2_000)
  let weights = 0
  for (let i = 0; i < RECORDS; i++) {
    before?.(sampling, i, random)
    const decision = sampling.pipeline.sample(records.next().value)
    const isLost = name.includes('lost') && decision.keep && random() < 0.2
    if (isLost) sampling.lose(decision.weight, 'lane_full')
    else weights += weightOf(decision, random)
    sampling.clock.advance(millisPerRecord * 2 * random())
  }
  const { seen, unrepresented } = sampling.stats()
  return weights - (seen - unrepresented)
}

type WeightOf = (decision: { keep: boolean; weight: number }, random: () => number) => number

/** How many of its standard errors the mean error lies from 0. */
function deviation(name: string, weightOf?: () => WeightOf, replicates = REPLICATES): number {
  const errors = Array.from({ length: replicates }, (_, seed) => errorOf(name, seed + 1, weightOf?.()))
  const mean = errors.reduce((sum, error) => sum + error, 0) / replicates
  const variance = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / (replicates - 1)
  return Math.abs(mean) / Math.sqrt(variance / replicates)
}

describe('the sum of weights is what was seen and is represented, on average,', () => {
  it.each(LONG ? Object.keys(SCENARIOS) : QUICK)(
    '%s',
    (name) => {
      expect(deviation(name)).toBeLessThan(STANDARD_ERRORS)
    },
    MINUTES * 60_000,
  )
})

describe('the test itself sees', () => {
  it('a veto after the draw', () => {
    const vetoing = (): WeightOf => {
      let tokens = 30
      return ({ keep, weight }) => {
        tokens = Math.min(30, tokens + 0.05)
        if (!keep || tokens < 1) return 0
        tokens--
        return weight
      }
    }
    expect(deviation('with and without traces, under a budget', vetoing, 20)).toBeGreaterThan(STANDARD_ERRORS)
  })

  it('weight 1 on records that were dropped and flushed later', () => {
    const flushing = (): WeightOf => (decision, random) => decision.weight + (!decision.keep && random() < 0.1 ? 1 : 0)
    expect(deviation('with and without traces, under a budget', flushing, 160)).toBeGreaterThan(STANDARD_ERRORS)
  })
})
