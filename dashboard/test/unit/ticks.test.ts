import fc from 'fast-check'
import { expect, test } from 'vitest'
import { valueTicks } from '../../src/charts/ticks.js'
import { timeTicks } from '../../src/charts/time-ticks.js'
import { clockTime, dayName, zoned } from '../../src/format/times.js'

const at = (text: string): number => Date.parse(text) / 1000
const clocks = (from: string, to: string, width: number, zone: string): string[] =>
  timeTicks(at(from), at(to), width, zone).map(({ at }) => clockTime(at, zone))

test('an axis begins at 0, reaches what is highest and has few round values at equal distances', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e15, noNaN: true }), (max) => {
      const ticks = valueTicks(max)
      expect(ticks[0]).toBe(0)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(max * (1 - 1e-9))
      expect(ticks.length).toBeGreaterThanOrEqual(2)
      expect(ticks.length).toBeLessThanOrEqual(5)
      const step = ticks[1]!
      for (const [i, tick] of ticks.entries()) expect(tick / step).toBeCloseTo(i, 6)
      const digits = Number(step.toExponential().split('e')[0])
      expect([1, 2, 2.5, 5]).toContain(digits)
    }),
  )
  expect(valueTicks(0.3)).toEqual([0, 0.1, 0.2, 0.3])
  expect(valueTicks(0)).toEqual([0, 1])
  expect(valueTicks(Number.NaN)).toEqual([0, 1])
})

test('ticks of a day are round hours of the zone, also where it is half an hour off', () => {
  expect(clocks('2026-11-25T00:00Z', '2026-11-26T00:00Z', 600, 'UTC')).toEqual([
    '00:00',
    '06:00',
    '12:00',
    '18:00',
    '00:00',
  ])
  expect(clocks('2026-11-25T00:00Z', '2026-11-26T00:00Z', 600, 'Asia/Kolkata')).toEqual([
    '06:00',
    '12:00',
    '18:00',
    '00:00',
  ])
  // A quarter of an hour off.
  expect(clocks('2026-11-25T00:00Z', '2026-11-26T00:00Z', 600, 'Asia/Kathmandu')).toEqual([
    '06:00',
    '12:00',
    '18:00',
    '00:00',
  ])
})

test('where clocks go forward or back, ticks stay at round hours and midnights', () => {
  const days = (from: string, to: string): string[] =>
    timeTicks(at(from), at(to), 450, 'Europe/Berlin').map(({ at, midnight }) => {
      expect(midnight).toBe(true)
      return `${dayName(at, 'Europe/Berlin')} ${clockTime(at, 'Europe/Berlin')}`
    })
  expect(days('2026-03-27T12:00Z', '2026-03-31T12:00Z').slice(0, 4)).toEqual([
    'Sat 28 00:00',
    'Sun 29 00:00',
    'Mon 30 00:00',
    'Tue 31 00:00',
  ])
  expect(days('2026-10-23T12:00Z', '2026-10-27T12:00Z')).toEqual([
    'Sat 24 00:00',
    'Sun 25 00:00',
    'Mon 26 00:00',
    'Tue 27 00:00',
  ])
  expect(clocks('2026-03-28T23:00Z', '2026-03-29T05:00Z', 400, 'Europe/Berlin')).toEqual(['00:00', '04:00', '06:00'])
  // The night with two hours of that name.
  expect(clocks('2026-10-24T22:00Z', '2026-10-25T05:00Z', 400, 'Europe/Berlin')).toEqual([
    '00:00',
    '02:00',
    '02:00',
    '04:00',
    '06:00',
  ])
})

test('in every zone ticks grow, are within the span, are round there and never more than fit', () => {
  const zones = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Santiago', 'Pacific/Apia']
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: at('2025-01-01T00:00Z'), max: at('2027-01-01T00:00Z') }),
      fc.integer({ min: 3_600, max: 45 * 86_400 }),
      fc.integer({ min: 320, max: 1_900 }),
      (zone, from, seconds, width) => {
        const ticks = timeTicks(from, from + seconds, width, zone)
        expect(ticks.length).toBeLessThanOrEqual(Math.max(2, Math.floor(width / 84)) + 2)
        ticks.forEach((tick, i) => {
          expect(tick.at).toBeGreaterThanOrEqual(from)
          expect(tick.at).toBeLessThanOrEqual(from + seconds)
          if (i > 0) expect(tick.at).toBeGreaterThan(ticks[i - 1]!.at)
          const { hour, minute } = zoned(tick.at, zone)
          expect(minute % 15).toBe(0)
          expect(tick.midnight).toBe(hour === 0 && minute === 0)
        })
      },
    ),
  )
})

test('a month has days of the month that are told easily', () => {
  const ticks = timeTicks(at('2026-10-28T00:00Z'), at('2026-11-27T00:00Z'), 700, 'UTC')
  expect(ticks.map(({ at: time }) => dayName(time, 'UTC'))).toEqual([
    'Fri 30',
    'Thu 5',
    'Tue 10',
    'Sun 15',
    'Fri 20',
    'Wed 25',
  ])
})
