import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nanosOfTime } from '../../src/record/record-time.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 10, 23, 12)
/** A process that has run for five hours, on a machine that has for 40 days. */
const ORIGINS = { performance: NOW - 5 * HOUR, hrtime: NOW - 40 * DAY }
const millisOf = (time: unknown, origins = ORIGINS) => {
  const nanos = nanosOfTime(time, NOW, origins)
  return nanos === undefined ? undefined : Number(nanos / 1_000n) / 1_000
}
/** Whole milliseconds from 1990 to 2150. */
const millis = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2150, 0) })

describe('the time of a record', () => {
  it('is the same however a logger gives it, in any unit', () => {
    fc.assert(
      fc.property(millis, (time) => {
        const [seconds, rest] = [Math.floor(time / 1_000), (time % 1_000) * 1e6]
        for (const given of [
          time,
          BigInt(time),
          String(time),
          new Date(time),
          new Date(time).toISOString(),
          [seconds, rest],
          time * 1_000,
          BigInt(time) * 1_000n,
          BigInt(time) * 1_000_000n,
          String(BigInt(time) * 1_000_000n),
        ])
          expect(millisOf(given)).toBe(time)
        for (const given of [seconds, BigInt(seconds), String(seconds)]) expect(millisOf(given)).toBe(seconds * 1_000)
        expect(Math.abs(millisOf(time / 1_000)! - time)).toBeLessThan(0.001)
        expect(Math.abs(millisOf(time * 1e6)! - time)).toBeLessThan(0.001)
      }),
    )
  })

  it('is counted from the start of the process where it is one of its relative clocks', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 5 * HOUR, noNaN: true }), (sinceStart) => {
        expect(Math.abs(millisOf(sinceStart)! - (ORIGINS.performance + sinceStart))).toBeLessThan(0.001)
      }),
    )
    const boot = NOW - ORIGINS.hrtime
    expect(millisOf([Math.floor(boot / 1_000), 5e6])).toBe(NOW + 5)
    expect(millisOf(BigInt(boot) * 1_000_000n)).toBe(NOW)
  })

  it('tells seconds from the clock of a process that has run for weeks', () => {
    const weeks = { performance: NOW - 21 * DAY, hrtime: NOW - 40 * DAY }
    expect(millisOf(21 * DAY - 5, weeks)).toBe(NOW - 5)
    expect(millisOf(NOW / 1_000, weeks)).toBe(NOW)
    expect(millisOf(NOW / 1_000 - 3_600, weeks)).toBe(NOW - HOUR)
  })

  it('is as exact as the text says', () => {
    expect(nanosOfTime('2026-01-01T00:00:00.123456789Z', NOW, ORIGINS)).toBe(1_767_225_600_123_456_789n)
    expect(nanosOfTime('2026-01-01T01:00:00.5+01:00', NOW, ORIGINS)).toBe(1_767_225_600_500_000_000n)
    expect(millisOf('2026-01-01')).toBe(Date.UTC(2026, 0, 1))
    expect(millisOf('2026-01-01 00:00:00Z')).toBe(Date.UTC(2026, 0, 1))
  })

  it.each([
    undefined,
    null,
    0,
    -5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e300,
    0n,
    -1n,
    1n << 70n,
    '',
    'yesterday',
    'foo 1',
    '2026-13-45',
    '9'.repeat(100),
    new Date(Number.NaN),
    new Date(-1),
    [],
    [1],
    ['1', 2],
    [8.64e12, 0],
    [1, -2e9],
    {},
    true,
  ])('is none for %o', (time) => {
    expect(nanosOfTime(time, NOW, ORIGINS)).toBeUndefined()
  })

  it('is within what a signed 64-bit number holds, whatever is given', () => {
    const anything = fc.oneof(
      fc.double(),
      fc.bigInt(),
      fc.string(),
      fc.date({ noInvalidDate: false }),
      fc.array(fc.integer()),
    )
    fc.assert(
      fc.property(anything, (time) => {
        const nanos = nanosOfTime(time, NOW, ORIGINS)
        expect(nanos === undefined || (nanos > 0n && nanos < 1n << 63n)).toBe(true)
      }),
    )
  })
})
