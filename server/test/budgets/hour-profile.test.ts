import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FLAT_PROFILE, learnHourProfile } from '../../src/budgets/hour-profile.js'

const HOUR = 3_600
const DAY = 24 * HOUR
/** Midnight (UTC). */
const START = 20_000 * DAY

const daysOf = (volumes: readonly number[], days = 2) =>
  Array.from({ length: days * 24 }, (_, i) => ({ time: START + i * HOUR, volume: volumes[i % 24]! }))

describe('an hour profile', () => {
  it('is flat until two whole days were seen', () => {
    const rising = Array.from({ length: 24 }, (_, hour) => hour + 1)
    const almost = daysOf(rising).slice(1)
    expect(learnHourProfile(almost)).toBe(FLAT_PROFILE)
    expect(learnHourProfile(daysOf(rising)).isLearnt).toBe(true)
    expect(learnHourProfile([])).toBe(FLAT_PROFILE)
  })

  it('has the shape of the days it was learnt from', () => {
    const profile = learnHourProfile(daysOf(Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 1 : 3))))
    expect(profile.at(START + 2 * DAY + 3 * HOUR)).toBeCloseTo(0.5)
    expect(profile.at(START + 2 * DAY + 15 * HOUR)).toBeCloseTo(1.5)
    expect(profile.between(START + 11.5 * HOUR, START + 13 * HOUR)).toBeCloseTo(0.5 * 0.5 + 1.5)
  })

  it('takes an hour without counts for an hour of nothing, and forecasts none at nothing', () => {
    const silent = daysOf(new Array<number>(24).fill(1)).filter(({ time }) => (time / HOUR) % 24 !== 4)
    const profile = learnHourProfile(silent)
    expect(profile.at(START + 4 * HOUR)).toBeGreaterThan(0)
    expect(profile.at(START + 4 * HOUR)).toBeLessThan(0.06)
  })

  it('adds up to a day of 24 mean hours, whatever it was learnt from', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 24, maxLength: 24 }),
        fc.integer({ min: 2, max: 5 }),
        (volumes, days) => {
          const profile = learnHourProfile(daysOf(volumes, days))
          expect(profile.between(START, START + DAY)).toBeCloseTo(24, 6)
        },
      ),
    )
  })
})
