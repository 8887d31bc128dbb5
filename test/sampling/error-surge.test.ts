import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LimitedWindow } from '../../src/sampling/limited-window.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'

const MINUTE = 60_000
const BUDGET = 10
const PER_SECOND = 200

/** Logs at 200 a second, with so many errors in each of the seconds. Returns what was kept of the rest, per second. */
function run(sampling: ReturnType<typeof samplingUnderTest>, seconds: number, errorsIn: (second: number) => number) {
  let kept = 0
  for (let second = 0; second < seconds; second++) {
    for (let i = 0; i < errorsIn(second); i++) sampling.pipeline.sample({ severityNumber: 17, body: 'bad request' })
    for (let i = 0; i < PER_SECOND; i++) {
      sampling.clock.advance(1_000 / PER_SECOND)
      if (sampling.pipeline.sample({ severityNumber: 9, body: `step ${i} done` }).keep) kept++
    }
  }
  return kept / seconds
}

describe('a fault', () => {
  it('doubles the budget for two minutes, once two intervals in turn had many errors', () => {
    const sampling = samplingUnderTest({ budget: { recordsPerSecond: BUDGET } })
    run(sampling, 120, () => 0)
    run(sampling, 25, () => 15)
    expect(sampling.stats().surges).toMatchObject({ isFault: true, errorRate: 1 })
    const during = run(sampling, 60, () => 0)
    expect(during).toBeGreaterThan(1.5 * BUDGET)
    expect(during).toBeLessThan(2.1 * BUDGET)
    run(sampling, 90, () => 0)
    expect(sampling.stats().surges).toMatchObject({ isFault: false, errorRate: 1 })
    expect(run(sampling, 60, () => 0)).toBeLessThan(1.05 * BUDGET)
  })

  it('is none by a few errors, nor by many in one interval, nor by a small share of many records', () => {
    for (const errorsIn of [
      (second: number) => (second % 1_200 === 0 ? 12 : 0),
      (second: number) => (second % 60 < 10 ? 20 : 0),
      () => 5,
    ]) {
      const sampling = samplingUnderTest({ budget: { recordsPerSecond: BUDGET } })
      run(sampling, 600, errorsIn)
      expect(sampling.stats().surges).toMatchObject({ isFault: false, errorRate: 0 })
    }
  })

  it('is one by its share of the traces, where each logs much', () => {
    const sampling = samplingUnderTest({ budget: { recordsPerSecond: BUDGET } })
    for (let trace = 1; trace < 1_200; trace++) {
      const spanContext = { traceId: trace.toString(16).padStart(32, '0'), spanId: '00f067aa0ba902b7' }
      for (let i = 0; i < 40; i++) sampling.pipeline.sample({ severityNumber: 9, body: `step ${i} done`, spanContext })
      if (trace % 10 === 0) sampling.pipeline.sample({ severityNumber: 17, body: 'broken', spanContext })
      sampling.clock.advance(50)
    }
    expect(sampling.stats().surges).toMatchObject({ isFault: true, errorRate: 1 })
  })

  it('that never ends takes at most twice the budget beside its errors, and half the time not even that', () => {
    const sampling = samplingUnderTest({ budget: { recordsPerSecond: BUDGET } })
    run(sampling, 60, () => 0)
    const minutes = Array.from({ length: 40 }, () => run(sampling, 60, () => 15))
    for (const kept of minutes) expect(kept).toBeLessThan(2.1 * BUDGET)
    // The errors themselves take more than the budget, so that only the doubled one has anything left.
    expect(minutes.filter((kept) => kept > BUDGET).length).toBeLessThanOrEqual(21)
  })
})

describe('a limited window', () => {
  it('is open for at most 10 of any 20 minutes, whoever opens it how often', () => {
    const STEP = 10_000
    const steps = (20 * MINUTE) / STEP
    const opening = fc.record({ after: fc.nat(50), length: fc.nat(2 * steps) })
    fc.assert(
      fc.property(fc.array(opening, { minLength: 1, maxLength: 40 }), (openings) => {
        const window = new LimitedWindow()
        const open: boolean[] = []
        let now = 0
        const passUntil = (end: number) => {
          for (; now < end; now += STEP) open.push(window.isOpen(now))
        }
        for (const { after, length } of openings) {
          passUntil(now + after * STEP)
          window.open(now, now + length * STEP)
        }
        passUntil(now + 45 * MINUTE)
        let inPeriod = 0
        for (const [i, isOpen] of open.entries()) {
          inPeriod += Number(isOpen) - Number(open[i - steps] ?? false)
          expect(inPeriod).toBeLessThanOrEqual(steps / 2)
        }
      }),
    )
  })

  it('opens at once, and as long as it was asked to be', () => {
    const window = new LimitedWindow()
    expect(window.isOpen(0)).toBe(false)
    window.open(0, 3 * MINUTE)
    expect([0, 3 * MINUTE - 1, 3 * MINUTE].map((at) => window.isOpen(at))).toEqual([true, true, false])
    window.open(4 * MINUTE, 5 * MINUTE)
    expect(window.isOpen(4 * MINUTE)).toBe(true)
  })
})
