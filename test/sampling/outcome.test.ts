import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/testing.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'
import { atTier } from '../support/tier.js'

const SUCCESSES = 12_000
const FAILURES = 20
const SECONDS = 3_600
const RUNS = atTier({ test: 6, long: 30, soak: 240 })

/** When failures happen, in seconds. */
const TIMINGS: Record<string, (random: () => number) => number> = {
  evenly: (random) => random() * SECONDS,
  'in a burst of 10 s': (random) => 1_800 + random() * 10,
  'in a burst of 60 s': (random) => 1_800 + random() * 60,
  'in a burst of 10 min': (random) => 1_800 + random() * 600,
}

/** How a record tells of its outcome. */
const SHAPES: Record<string, (status: number, i: number) => object> = {
  'an attribute': (statusCode) => ({ body: 'request completed', attributes: { res: { statusCode } } }),
  'an access line': (status, i) => ({ body: `GET /orders/${i} ${status} ${i % 97} ms` }),
}

/** Logs an hour of requests at a budget of 5 %; returns how many of the failures were kept. */
function failuresKept(
  seed: number,
  timing: (random: () => number) => number,
  shape: (status: number, i: number) => object,
) {
  const random = seededRandom(seed)
  const sampling = samplingUnderTest({ budget: { recordsPerSecond: (0.05 * SUCCESSES) / SECONDS } }, { seed })
  const events = [
    ...Array.from({ length: SUCCESSES }, () => ({ at: random() * SECONDS, status: 200 })),
    ...Array.from({ length: FAILURES }, () => ({ at: timing(random), status: 500 })),
  ].toSorted((a, b) => a.at - b.at)
  let kept = 0
  for (const [i, { at, status }] of events.entries()) {
    sampling.clock.advance(at * 1_000 - sampling.clock.monotonic())
    const decision = sampling.pipeline.sample({ severityNumber: 9, ...shape(status, i) })
    if (decision.keep && status === 500) kept++
  }
  return kept
}

describe.each(Object.entries(SHAPES))('20 failures among 12,000 successes, told by %s', (_, shape) => {
  it.each(Object.keys(TIMINGS))('%s are all kept at a budget of 5 %%', { timeout: 120_000 }, (name) => {
    const timing = TIMINGS[name]!
    const runs = Array.from({ length: RUNS }, (_, seed) => failuresKept(seed + 1, timing, shape))
    expect(runs.filter((kept) => kept === FAILURES).length / RUNS).toBeGreaterThanOrEqual(0.99)
  })
})

describe('a flood of failures', () => {
  it('takes no more than its allowance, holds the budget and leaves weights true', () => {
    const perSecond = 20
    const sampling = samplingUnderTest({ budget: { recordsPerSecond: 10 } }, { seed: 7 })
    const random = seededRandom(7)
    const log = (seconds: number) => {
      const sums = { kept: 0, weight: 0, failures: 0, failureWeight: 0, allowed: 0 }
      for (let i = 0; i < seconds * perSecond * 10; i++) {
        const failed = random() < 0.5
        const body = failed ? 'GET /pay/1 503 9 ms' : `GET /orders/${i} 200 ${i % 97} ms`
        const decision = sampling.pipeline.sample({ severityNumber: 9, body })
        sampling.clock.advance(100 / perSecond)
        if (failed) sums.failures++
        if (!decision.keep) continue
        sums.kept++
        sums.weight += decision.weight
        if (decision.reason === 'failed') sums.allowed++
        if (failed) sums.failureWeight += decision.weight
      }
      return sums
    }
    log(60)
    const seconds = 600
    const { kept, weight, failures, failureWeight, allowed } = log(seconds)
    expect(kept / seconds / 10).toBeGreaterThan(0.95)
    expect(kept / seconds / 10).toBeLessThan(1.05)
    expect(weight / (seconds * perSecond * 10)).toBeCloseTo(1, 1.7)
    expect(Math.abs(failureWeight / failures - 1)).toBeLessThan(0.02)
    expect(allowed / seconds).toBeLessThan(0.21 * 10)
    expect(sampling.stats().budget!.allowanceShare).toBeCloseTo(0.2, 1)
  })

  it('of clients is a pattern of its own and nothing more', () => {
    const sampling = samplingUnderTest({ budget: { recordsPerSecond: 1 } })
    const reasons = Array.from({ length: 200 }, (_, i) => {
      sampling.clock.advance(10)
      return sampling.pipeline.sample({ severityNumber: 9, body: `GET /wp-admin/${i} 404 1 ms` })
    })
    expect(new Set(reasons.map(({ signature }) => signature)).size).toBe(1)
    expect(reasons.some(({ reason }) => reason === 'failed')).toBe(false)
  })
})

describe('failures that are kept', () => {
  it('wait in the guaranteed lane, are explained, and are told apart in stats', () => {
    const sampling = samplingUnderTest()
    const record = { severityNumber: 9, body: 'request completed', attributes: { statusCode: 500 } }
    for (let i = 0; i < 5; i++) sampling.pipeline.sample(record)
    const explanation = sampling.explain(record)
    expect(explanation).toMatchObject({ reason: 'failed', template: 'request completed <5xx>', outcome: 'keep' })
    expect(sampling.pipeline.sample(record)).toMatchObject({ keep: true, reason: 'failed', weight: 1 })
    expect(sampling.stats().keptByReason.failed).toBe(1)
  })
})
