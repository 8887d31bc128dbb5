import { beforeAll, describe, expect, it } from 'vitest'
import { atTier, LONG, SOAK } from '../../../test/support/tier.js'
import { type Days, runDays } from '../support/fleet-days.js'

const SIZE = atTier({
  test: { services: 4, instances: 8, patterns: 20, days: 2, stepSeconds: 900, failing: 1 },
  long: { services: 12, instances: 240, days: 4, stepSeconds: 600, failing: 2 },
  soak: { services: 50, instances: 2_000, days: 7, stepSeconds: 300, failing: 3 },
})
const MINUTES = atTier({ test: 3, long: 15, soak: 180 })

describe(`a simulated fleet of ${SIZE.instances} instances, ${SIZE.days} days long, with deploys, bursts and scaling`, () => {
  let days: Days
  beforeAll(async () => {
    const started = performance.now()
    const onDay = (day: number) => console.log(`day ${day} is over after ${(performance.now() - started) / 60_000} min`)
    days = await runDays({ ...SIZE, seed: 1, ...(SOAK && { onDay }) })
    if (LONG) console.log(figuresOf(days))
  }, MINUTES * 60_000)

  it('spends of each budget what it says, within 5 % a day', () => {
    expect(days.spend.length).toBeGreaterThan(SIZE.services)
    for (const { budget, day, error } of days.spend)
      expect(Math.abs(error), `${budget} on day ${day}: ${error}`).toBeLessThan(0.05)
  })

  it('changes the rate of a pattern 15 times a day at most', () => {
    expect(days.mostRateChanges).toBeGreaterThan(0)
    expect(days.mostRateChanges).toBeLessThanOrEqual(15)
  })

  it('makes 30 versions of a policy a day at most', () => {
    expect(days.mostVersions).toBeLessThanOrEqual(30)
  })

  it('never thins what must be kept whole', () => {
    expect(days.thinned).toEqual([])
  })

  it('takes back the plans of services that begin to fail, and no other', () => {
    expect(days.takenBack).toEqual(
      days.failing.map((service) => ({ service, why: expect.stringMatching(/of its records are errors/) })),
    )
  })

  it('gives nobody a reason to look into the log', () => {
    expect(days.logged).toEqual([])
  })
})

/** What a run came to, for bench/README.md. */
function figuresOf({ spend, thinned, logged, takenBack, ...rest }: Days): string {
  const errors = spend.map(({ error }) => Math.abs(error)).toSorted((a, b) => a - b)
  return JSON.stringify(
    {
      ...SIZE,
      ...rest,
      budgetDays: errors.length,
      budgetDaysOff5Percent: errors.filter((error) => error >= 0.05).length,
      medianError: errors[errors.length >> 1],
      worst: spend.toSorted((a, b) => Math.abs(b.error) - Math.abs(a.error)).slice(0, 3),
      thinned: thinned.length,
      takenBack: takenBack.length,
    },
    null,
    1,
  )
}
