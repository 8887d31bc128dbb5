import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FLAT_PROFILE, learnHourProfile } from '../../src/budgets/hour-profile.js'
import { pacePerMinute } from '../../src/budgets/pacing.js'

const HOUR = 3_600
const DAY = 24 * HOUR
const MIDNIGHT = 20_000 * DAY
const PER_DAY = 1_440
const hours = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 24, maxLength: 24 })
const profileOf = (volumes: readonly number[]) =>
  learnHourProfile(
    Array.from({ length: 48 }, (_, i) => ({ time: MIDNIGHT - 2 * DAY + i * HOUR, volume: volumes[i % 24]! })),
  )

describe('the pace of a day', () => {
  it('is even where nothing tells the hours apart', () => {
    expect(pacePerMinute(PER_DAY, 0, FLAT_PROFILE, MIDNIGHT)).toBeCloseTo(1)
    expect(pacePerMinute(PER_DAY, PER_DAY / 2, FLAT_PROFILE, MIDNIGHT + 12 * HOUR)).toBeCloseTo(1)
  })

  it('spends the day out, followed minute by minute, whatever its hours and whatever was spent before noon', () => {
    fc.assert(
      fc.property(hours, fc.double({ min: 0.7, max: 1.3, noNaN: true }), (volumes, disobedience) => {
        const profile = profileOf(volumes)
        let spent = 0
        for (let minute = 0; minute < 1_440; minute++) {
          const now = MIDNIGHT + minute * 60
          spent += pacePerMinute(PER_DAY, spent, profile, now) * (minute < 720 ? disobedience : 1)
        }
        expect(spent / PER_DAY).toBeGreaterThan(0.97)
        expect(spent / PER_DAY).toBeLessThan(1.03)
      }),
      { numRuns: 30 },
    )
  })

  it('falls to a quarter at least and rises to twice the usual at most', () => {
    fc.assert(
      fc.property(
        hours,
        fc.double({ min: 0, max: 10 * PER_DAY, noNaN: true }),
        fc.integer({ min: 0, max: DAY - 1 }),
        (volumes, spent, second) => {
          const profile = profileOf(volumes)
          const now = MIDNIGHT + second
          const usual = (PER_DAY / 1_440) * profile.at(now)
          const pace = pacePerMinute(PER_DAY, spent, profile, now)
          expect(pace).toBeGreaterThanOrEqual(usual / 4 - 1e-9)
          expect(pace).toBeLessThanOrEqual(usual * 2 + 1e-9)
        },
      ),
    )
  })

  it('does not leap in the last minutes of a day for a little that was left', () => {
    const left = PER_DAY * 0.01
    const pace = pacePerMinute(PER_DAY, PER_DAY - left, FLAT_PROFILE, MIDNIGHT + DAY - 60)
    expect(pace).toBeLessThan(1.3)
  })
})
