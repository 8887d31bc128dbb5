import { describe, expect, it } from 'vitest'
import { signatureOf } from '../../src/index.js'
import { type SamplingUnderTest, samplingUnderTest } from '../support/sampling-under-test.js'

const INTERVAL = 10_000

/** Logs so many records of each message in an interval, and lets it pass. */
function interval(sampling: SamplingUnderTest, messages: Record<string, number>, severityNumber = 9): void {
  for (const [body, count] of Object.entries(messages)) {
    for (let i = 0; i < count; i++) sampling.pipeline.sample({ severityNumber, body })
  }
  sampling.clock.advance(INTERVAL)
}

describe('merge rules of a policy', () => {
  const merge_rules = [{ template: 'user <+> logged in' }]
  const merged = signatureOf('user <*> logged in').id
  const sign = ({ pipeline }: SamplingUnderTest, name: string) =>
    pipeline.sample({ severityNumber: 9, body: `user ${name} logged in` }).signature

  it('make one pattern of several, with all that was counted, in reports too', () => {
    const sampling = samplingUnderTest()
    for (const name of ['ann', 'bob', 'ann']) sign(sampling, name)
    sampling.usePolicy({ version: 1, merge_rules, merge_rules_version: 7 })
    expect(sign(sampling, 'cyd')).toBe(merged)
    expect(sampling.stats().patterns).toMatchObject([{ signature: merged, seen: 4 }])
    expect(sampling.ledger.take()).toMatchObject({
      merge_rules_version: 7,
      patterns: [{ signature: merged, template: 'user <*> logged in', count: 4 }],
    })
  })

  it('let rates apply to the merged pattern', () => {
    const sampling = samplingUnderTest()
    sampling.usePolicy({ version: 1, merge_rules, pattern_rates: { [merged]: 0.001 } })
    sampling.clock.advance(3 * 60_000)
    for (let i = 0; i < 2_000; i++) sign(sampling, ['ann', 'bob', 'cyd'][i % 3]!)
    expect(sampling.stats().kept).toBeLessThan(15)
  })

  it('stay when the policy expires, and go when another has none', () => {
    const sampling = samplingUnderTest()
    sampling.usePolicy({ version: 1, merge_rules, merge_rules_version: 7 })
    sampling.usePolicy(undefined)
    expect(sign(sampling, 'ann')).toBe(merged)
    sampling.usePolicy({ version: 2 })
    expect(sign(sampling, 'ann')).toBe(signatureOf('user ann logged in').id)
    expect(sampling.ledger.take()).toMatchObject({ merge_rules_version: 0 })
  })
})

describe('surges', () => {
  it('of a pattern double its probability for ten minutes, within 5 % of the budget', () => {
    const sampling = samplingUnderTest({ budget: { recordsPerSecond: 100 } })
    const explain = () => {
      const record = { severityNumber: 9, body: 'surging' }
      // Beyond the floor of a window that may just have begun.
      for (let i = 0; i < 5; i++) sampling.pipeline.sample(record)
      return sampling.explain(record).steps.at(-1)!.numbers
    }
    for (let i = 0; i < 20; i++) interval(sampling, { steady: 20_000, surging: 50 })
    expect(explain()).toMatchObject({ boost: 1 })
    interval(sampling, { steady: 20_000, surging: 2_000 })
    interval(sampling, { steady: 20_000, surging: 2_000 })
    expect(sampling.stats().surges).toMatchObject({ active: 1, patterns: 1 })
    expect(explain()['boost']).toBeGreaterThan(1)
    for (let i = 0; i < 60; i++) interval(sampling, { steady: 20_000, surging: 2_000 })
    expect(explain()).toMatchObject({ boost: 1 })
    expect(sampling.stats().surges).toMatchObject({ active: 0, patterns: 1 })
  })
})

describe('minimumSeverity', () => {
  it('drops what lies below it in every mode, but for errors and pinned records, and says that no weight stands for it', () => {
    for (const options of [{}, { shadow: true }, { enableAiSampling: false }]) {
      const sampling = samplingUnderTest({ minimumSeverity: 'info', ...options })
      const keeps = (record: object) => sampling.pipeline.sample(record).keep
      expect(keeps({ severityNumber: 5, body: 'debug' })).toBe(false)
      expect(keeps({ severityText: 'trace', body: 'trace' })).toBe(false)
      expect(keeps({ severityNumber: 9, body: 'info' })).toBe(true)
      expect(keeps({ severityText: 'strange', body: 'strange' })).toBe(true)
      expect(keeps({ severityNumber: 5, body: 'failed', exception: new Error('x') })).toBe(true)
      expect(keeps({ severityNumber: 5, body: 'x', attributes: { 'lipservice.keep': true } })).toBe(true)
      expect(sampling.stats()).toMatchObject({
        dropped: { minimum_severity: 2 },
        unrepresented: 2,
        unrepresentedByReason: { minimum_severity: 2 },
      })
    }
  })
})

describe('explain', () => {
  it('names the steps up to the one that decides, and changes nothing', () => {
    const sampling = samplingUnderTest({ budget: { recordsPerSecond: 1 } })
    for (let i = 0; i < 6; i++) interval(sampling, { 'noise 1': 500 })
    const before = JSON.stringify(sampling.stats())
    const steps = (record: object) => sampling.explain(record).steps.map(({ step }) => step)
    expect(steps({ severityNumber: 17, body: 'x' })).toEqual(['error'])
    expect(steps({ severityNumber: 9, body: 'x', attributes: { 'lipservice.keep': true } })).toEqual([
      'error',
      'pinned',
    ])
    expect(steps({ severityNumber: 9, body: 'news' })).toEqual(['error', 'pinned', 'incident', 'first'])
    const explanation = sampling.explain({ severityNumber: 9, body: 'noise 1' })
    expect(explanation).toMatchObject({ outcome: 'draw', reason: 'adaptive', template: 'noise <*>' })
    expect(explanation.probability).toBeLessThan(0.1)
    expect(String(explanation)).toContain('"noise <*>": kept with probability 0.0')
    expect(JSON.stringify(sampling.stats())).toBe(before)
  })

  it('says the same as the decision', () => {
    const sampling = samplingUnderTest()
    for (let i = 0; i < 6; i++) interval(sampling, { noise: 500 })
    for (const record of [
      { severityNumber: 9, body: 'noise' },
      { severityNumber: 17, body: 'noise' },
      { severityNumber: 9, body: 'something else' },
    ]) {
      const { reason } = sampling.explain(record)
      expect(sampling.pipeline.sample(record).reason).toBe(reason)
    }
  })

  it('never throws', () => {
    const sampling = samplingUnderTest({
      alwaysKeep: () => {
        throw new Error('bug in the app')
      },
    })
    expect(sampling.explain({ body: 'x' })).toMatchObject({ outcome: 'keep', reason: 'failed_open' })
  })
})
