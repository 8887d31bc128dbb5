import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PatternSampling } from '../../src/sampling/pattern-sampling.js'
import { RateSlew } from '../../src/sampling/rate-slew.js'
import { signatureOf } from '../../src/signature/signature.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const NOISE = { severityNumber: 9, body: 'noise 1' }
const noise = signatureOf('noise 1').id

const stratum = new PatternSampling(noise)
const arrival = { pattern: stratum, stratum, severityNumber: 9, allocated: 1 }

describe('the slew of remote rates', () => {
  it('lets a rate fall from 1 to 0.001 in three intervals', () => {
    const slew = new RateSlew()
    const least = (now: number) => slew.lowerBound(arrival, now)
    slew.replaced(() => 1, 0, MINUTE)
    expect([0, MINUTE - 1, MINUTE, 2 * MINUTE - 1, 2 * MINUTE, 3 * MINUTE].map(least)).toEqual([
      0.1, 0.1, 0.01, 0.01, 0.001, 0,
    ])
    expect(slew.isFalling(2 * MINUTE)).toBe(true)
    expect(slew.isFalling(3 * MINUTE)).toBe(false)
  })

  it('falls no faster than every 10 s, however often a policy is refreshed', () => {
    const slew = new RateSlew()
    slew.replaced(() => 1, 0, SECOND)
    expect(slew.lowerBound(arrival, 9 * SECOND)).toBe(0.1)
    expect(slew.lowerBound(arrival, 10 * SECOND)).toBe(0.01)
  })

  it('lets no sequence of policies bring a probability down by more than 10× in an interval', () => {
    const policies = fc.array(fc.record({ rate: fc.double({ min: 0.001, max: 1, noNaN: true }), after: fc.nat(150) }), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(policies, (steps) => {
        const slew = new RateSlew()
        const seen: { at: number; p: number }[] = []
        let now = 0
        let rate = 1
        const look = () => seen.push({ at: now, p: Math.max(rate, slew.lowerBound(arrival, now)) })
        look()
        for (const step of steps) {
          const before = rate
          slew.replaced(() => before, now, MINUTE)
          rate = step.rate
          look()
          for (let second = 0; second < step.after; second++) {
            now += SECOND
            look()
          }
        }
        for (const later of seen) {
          const interval = seen.filter(({ at }) => at <= later.at && at > later.at - MINUTE)
          const last = interval.slice(0, interval.indexOf(later) + 1)
          expect(later.p * 10.00001).toBeGreaterThanOrEqual(Math.max(...last.map(({ p }) => p)))
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('a policy that asks for much less', () => {
  const flood = ({ pipeline }: ReturnType<typeof samplingUnderTest>, count = 1_000) => {
    for (let i = 0; i < count; i++) pipeline.sample(NOISE)
  }
  const probabilityOf = ({ explain }: ReturnType<typeof samplingUnderTest>) => explain(NOISE).probability
  const steady = (test: ReturnType<typeof samplingUnderTest>, seconds = 60) => {
    for (let second = 0; second < seconds; second++) {
      flood(test, 20)
      test.clock.advance(SECOND)
    }
    flood(test, 20)
  }

  it.each([
    ['a global rate', { global_rate: 0 }],
    ['a rate of its severity', { severity_rates: { INFO: 0 } }],
    ['a rate of its pattern', { pattern_rates: { [noise]: 0 } }],
  ])('by %s gets it in three refresh intervals', (_, rates) => {
    const test = samplingUnderTest()
    test.usePolicy({ version: 1, global_rate: 1 }, { source: 'cache', ageMillis: 0 })
    steady(test)
    expect(probabilityOf(test)).toBe(1)
    test.usePolicy({ version: 2, ...rates })
    expect(probabilityOf(test)).toBeCloseTo(0.1)
    steady(test)
    expect(probabilityOf(test)).toBeCloseTo(0.01)
    steady(test)
    expect(probabilityOf(test)).toBeCloseTo(0.001)
  })

  it('by its mode: what was shipped whole is thinned slowly', () => {
    const test = samplingUnderTest()
    test.usePolicy({ version: 1, mode: 'off', global_rate: 0 }, { source: 'cache', ageMillis: 0 })
    test.usePolicy({ version: 2, mode: 'active', global_rate: 0 })
    steady(test, 1)
    expect(probabilityOf(test)).toBeCloseTo(0.1)
  })

  it.each([
    ['a budget of nothing', { budget: { bytes_per_second: 0 } }],
    ['the smallest value', { pattern_values: { [noise]: 1e-6 } }],
    ['both, and a rate', { budget: { bytes_per_second: 0 }, pattern_values: { [noise]: 1e-6 }, global_rate: 0 }],
  ])('by %s does not get it at once', (_, policy) => {
    const test = samplingUnderTest({ budget: { bytesPerDay: 86_400 * 1_000 } })
    steady(test, 120)
    const before = probabilityOf(test)
    test.usePolicy({ version: 1, ...policy })
    steady(test, 5)
    expect(probabilityOf(test)).toBeGreaterThan(before / 11)
    steady(test, 240)
    expect(probabilityOf(test)).toBeLessThanOrEqual(before)
  })

  it('rises at once', () => {
    const test = samplingUnderTest()
    test.usePolicy({ version: 1, global_rate: 0 }, { source: 'cache', ageMillis: 0 })
    steady(test, 1)
    expect(probabilityOf(test)).toBe(0.001)
    test.usePolicy({ version: 2, global_rate: 1 })
    expect(probabilityOf(test)).toBe(1)
  })
})

describe('the floor under policies', () => {
  const keptInMinutes = (policy: object, options = {}) => {
    const test = samplingUnderTest(options)
    test.usePolicy({ version: 1, ...policy }, { source: 'cache', ageMillis: 0 })
    const kept: number[] = []
    test.pipeline.sample(NOISE)
    for (let minute = 0; minute < 10; minute++) {
      let count = 0
      for (let second = 0; second < 60; second++) {
        for (let i = 0; i < 5; i++) if (test.pipeline.sample(NOISE).keep) count++
        test.clock.advance(SECOND)
      }
      kept.push(count)
    }
    return { kept, test }
  }

  it.each([
    ['a global rate of 0', { global_rate: 0 }],
    ['a pattern rate of 0', { pattern_rates: { [noise]: 0 } }],
    ['one record kept an hour', { global_rate: 0, keep_first: { count: 1, per_seconds: 3_600 } }],
    ['a budget of nothing', { budget: { bytes_per_second: 0 } }],
  ])('keeps at least one record of a pattern in each minute under %s', (_, policy) => {
    for (const count of keptInMinutes(policy).kept) expect(count).toBeGreaterThanOrEqual(1)
  })

  it('goes silent under a rate of 0 where the app allows it, and nowhere else', () => {
    const { kept, test } = keptInMinutes({ pattern_rates: { [noise]: 0 } }, { allowRemoteSilence: true })
    expect(kept).toEqual(Array(10).fill(0))
    const { seen, dropped, unrepresentedByReason } = test.stats()
    expect(dropped).toMatchObject({ silenced: seen })
    expect(unrepresentedByReason).toEqual({ silenced: seen })
    expect(test.explain(NOISE)).toMatchObject({ outcome: 'drop', reason: 'silenced', probability: 0 })
    const reasonOf = (record: object) => test.pipeline.sample({ ...NOISE, ...record }).reason
    expect(reasonOf({ severityNumber: 17 })).toBe('error')
    expect(reasonOf({ attributes: { 'lipservice.keep': true } })).toBe('pinned')
    expect(reasonOf({ body: 'something else' })).toBe('first')
    test.usePolicy({
      version: 2,
      global_rate: 0,
      incident_until: new Date(test.clock.now() + MINUTE).toISOString(),
    })
    expect(reasonOf({})).toBe('incident')
  })

  it('goes silent only when its rate has come down', () => {
    const test = samplingUnderTest({ allowRemoteSilence: true })
    test.usePolicy({ version: 1, global_rate: 0 })
    expect(test.pipeline.sample(NOISE).reason).toBe('first')
    test.clock.advance(3 * MINUTE)
    expect(test.pipeline.sample(NOISE).reason).toBe('silenced')
    expect(test.pipeline.sample({ body: 'no severity' }).reason).not.toBe('silenced')
    test.usePolicy(undefined)
    expect(test.pipeline.sample(NOISE).keep).toBe(true)
  })
})
