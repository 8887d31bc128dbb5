import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoffMillis, clampRetryAfter, deniedMillis, spread } from '../../src/internal/backoff.js'
import { parseRetryAfter } from '../../src/internal/retry-after.js'

const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('the delay after a failure', () => {
  it('grows with the failures in a row, and is never more than 300 s', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), unit, (failures, draw) => {
        const delay = backoffMillis(failures, () => draw)
        expect(delay).toBeGreaterThanOrEqual(0)
        expect(delay).toBeLessThan(300_000)
        expect(delay).toBeLessThanOrEqual(backoffMillis(failures + 1, () => draw))
      }),
    )
  })

  it('is 3–5 minutes when the key was refused', () => {
    expect(deniedMillis(() => 0)).toBe(180_000)
    expect(deniedMillis(() => 0.5)).toBe(240_000)
    fc.assert(fc.property(unit, (draw) => deniedMillis(() => draw) < 300_000.001))
  })

  it('spreads evenly around its middle', () => {
    expect(spread(60_000, 0.2, () => 0)).toBe(48_000)
    expect(spread(60_000, 0.2, () => 0.5)).toBe(60_000)
  })
})

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1)

  it.each([
    ['0', 0],
    [' 120 ', 120_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['', undefined],
    ['soon', undefined],
    [undefined, undefined],
  ])('%o means %o ms', (header, millis) => {
    expect(parseRetryAfter(header, now)).toBe(millis)
  })

  it('is taken for 1 s to 1 h', () => {
    expect([0, 5_000, 1e12].map(clampRetryAfter)).toEqual([1_000, 5_000, 3_600_000])
  })
})
