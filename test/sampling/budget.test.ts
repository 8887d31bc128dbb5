import { describe, expect, it } from 'vitest'
import type { SamplingOptions } from '../../src/index.js'
import { seededRandom } from '../../src/testing.js'
import { keeping } from '../support/keeping.js'
import { type SamplingUnderTest, samplingUnderTest } from '../support/sampling-under-test.js'
import { atTier } from '../support/tier.js'
import { traffic, wordOf } from './traffic.js'

const SECONDS = atTier({ test: 60, long: 120, soak: 120 })

interface Run {
  readonly seconds: number
  readonly perSecond: number
  readonly patterns?: number
  readonly severityNumber?: number
  /** Of the records, those that no message repeats. */
  readonly unique?: number
}

/** Logs for so long, and answers how many records were kept a second. */
function run(
  sampling: SamplingUnderTest,
  { seconds, perSecond, patterns = 100, severityNumber, unique = 0 }: Run,
): number {
  const records = traffic({ seed: 3, patterns, traced: 0 })
  const before = sampling.stats().kept
  for (let i = 0; i < seconds * perSecond; i++) {
    const record = records.next().value
    const body = (i % 10) / 10 < unique ? `unique ${wordOf(i)} ${wordOf(i * 31)}` : record.body
    const decision = sampling.pipeline.sample({
      ...record,
      body,
      ...(severityNumber !== undefined && { severityNumber }),
    })
    if (decision.keep) sampling.pipeline.encoded(decision, decision.estimatedBytes, 200)
    sampling.clock.advance(1_000 / perSecond)
  }
  return (sampling.stats().kept - before) / seconds
}

const start = (options: SamplingOptions = {}, seed = 1) => samplingUnderTest(options, { seed })

describe('a budget', () => {
  it('of records is held within 5 % after three intervals', () => {
    const sampling = start({ budget: { recordsPerSecond: 40 } })
    run(sampling, { seconds: 30, perSecond: 500 })
    expect(Math.abs(run(sampling, { seconds: 60, perSecond: 500 }) / 40 - 1)).toBeLessThan(0.05)
  })

  it('of bytes is held as it is billed: with stamps and batches', () => {
    const sampling = start({ budget: { bytesPerDay: 86_400 * 10_000 } })
    const bytes = () => {
      for (let i = 0; i < 10; i++) sampling.batchCut(500, 500 * 100)
      return sampling.stats().kept * (200 + 100)
    }
    run(sampling, { seconds: 60, perSecond: 500 })
    bytes()
    run(sampling, { seconds: 60, perSecond: 500 })
    const before = bytes()
    run(sampling, { seconds: 60, perSecond: 500 })
    expect(Math.abs((bytes() - before) / 60 / 10_000 - 1)).toBeLessThan(0.06)
  })

  it('is held when patterns outnumber it, and under a flood of unique messages', () => {
    const sampling = start({ budget: { recordsPerSecond: 20 } })
    run(sampling, { seconds: 40, perSecond: 500, patterns: 2_000, unique: 0.5 })
    const perSecond = run(sampling, { seconds: SECONDS, perSecond: 500, patterns: 2_000, unique: 0.5 })
    expect(Math.abs(perSecond / 20 - 1)).toBeLessThan(0.08)
  })

  it('is held within 10 % in the first half minute too, where patterns outnumber the table', () => {
    const sampling = samplingUnderTest({ budget: { recordsPerSecond: 50 } }, { patterns: 1_000 })
    const random = seededRandom(5)
    const perSecond = 2_000
    for (let i = 0; i < 30 * perSecond; i++) {
      const body = i % 2 === 0 ? `event ${wordOf(Math.floor(random() * 4_000))} seen` : `hot path hit ${i}`
      sampling.pipeline.sample({ severityNumber: 9, body })
      sampling.clock.advance(1_000 / perSecond)
    }
    expect(sampling.stats().kept / 30).toBeLessThan(55)
    expect(sampling.stats().kept / 30).toBeGreaterThan(45)
  })

  it('is met at once when the traffic steps up', () => {
    const sampling = start({ budget: { recordsPerSecond: 50 } })
    run(sampling, { seconds: 120, perSecond: 200 })
    expect(run(sampling, { seconds: SECONDS / 2, perSecond: 2_000 }) / 50).toBeLessThan(1.1)
  })

  it('that guarantees alone exceed cuts none of them, and that is said once', () => {
    const sampling = start({ budget: { recordsPerSecond: 5 } })
    expect(run(sampling, { seconds: 40, perSecond: 50, severityNumber: 17 })).toBe(50)
    expect(sampling.said).toEqual([expect.stringContaining('errors and other guarantees take')])
    expect(sampling.stats().budget).toMatchObject({ unit: 'records', perSecond: 5, isFeasible: false })
    expect(sampling.stats().budget!.guaranteedShare).toBeCloseTo(10, 0)
  })

  it('from the policy holds where it is the smaller one, and the local one again without a policy', () => {
    const sampling = start({ budget: { bytesPerDay: 86_400 * 10_000 } })
    sampling.usePolicy({ version: 1, budget: { bytes_per_second: 1_000 } })
    expect(sampling.stats().budget).toMatchObject({ unit: 'bytes', perSecond: 1_000 })
    sampling.usePolicy({ version: 2, budget: { bytes_per_second: 1e6 } })
    expect(sampling.stats().budget).toMatchObject({ perSecond: 10_000 })
    sampling.usePolicy(undefined)
    expect(sampling.stats().budget).toMatchObject({ perSecond: 10_000 })
  })

  it('gives more of itself to patterns that the policy values', () => {
    const keptOf = (value: number) => {
      const sampling = start({ budget: { recordsPerSecond: 20 } })
      const valued = sampling.pipeline.sample({ severityNumber: 9, body: 'valued thing' }).signature
      sampling.usePolicy({ version: 1, pattern_values: { [valued]: value } })
      for (let i = 0; i < SECONDS * 1_000; i++) {
        sampling.pipeline.sample({ severityNumber: 9, body: i % 2 === 0 ? 'valued thing' : 'other thing' })
        sampling.clock.advance(2)
      }
      const kept = (body: string) => sampling.stats().patterns.find(({ template }) => template === body)!.kept
      return kept('valued thing') / kept('other thing')
    }
    expect(keptOf(1)).toBeCloseTo(1, 1)
    expect(keptOf(4)).toBeGreaterThan(1.8)
  })

  it('thins nothing of the patterns that the policy keeps, while they are within a tenth of it, and everything else the more', () => {
    const sampling = start({ budget: { recordsPerSecond: 20 } })
    sampling.usePolicy({ version: 1, global_rate: 0.01, ...keeping('user granted a role') })
    for (let i = 0; i < 60_000; i++) {
      const decision = sampling.pipeline.sample({
        severityNumber: 9,
        body: i % 125 === 0 ? 'user granted a role' : 'other',
      })
      if (i % 125 === 0 && i > 0) expect(decision).toMatchObject({ keep: true, reason: 'pinned', weight: 1 })
      sampling.clock.advance(5)
    }
    expect(sampling.stats().allowances.keep_patterns).toMatchObject({ refused: 0, share: 0.1 })
    expect(sampling.stats().allowances.keep_patterns.takenShare).toBeCloseTo(0.08, 2)
    sampling.usePolicy({ version: 2, global_rate: 0.01 })
    expect(sampling.pipeline.sample({ severityNumber: 9, body: 'user granted a role' }).reason).not.toBe('pinned')
  })

  it('has remote rates as ceilings', () => {
    const sampling = start({ budget: { recordsPerSecond: 1_000 } })
    sampling.usePolicy({ version: 1, global_rate: 0.1 })
    run(sampling, { seconds: 20, perSecond: 500, patterns: 3 })
    expect(run(sampling, { seconds: 60, perSecond: 500, patterns: 3 }) / 500).toBeLessThan(0.12)
  })
})

describe('savings', () => {
  it('are what was not shipped, and in shadow mode what would not be', () => {
    const active = start()
    const shadow = start({ shadow: true })
    run(active, { seconds: 60, perSecond: 500, patterns: 5 })
    run(shadow, { seconds: 60, perSecond: 500, patterns: 5 })
    const { savings, seen, kept } = active.stats()
    expect(savings.records).toBe(seen - kept)
    expect(savings.share).toBeGreaterThan(0.8)
    expect(shadow.stats().kept).toBe(seen)
    expect(shadow.stats().savings.records / savings.records).toBeCloseTo(1, 1)
    expect(shadow.stats().savings.share).toBeCloseTo(savings.share, 1)
  })
})
