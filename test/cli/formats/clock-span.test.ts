import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClockSpan } from '../../../src/cli/formats/clock-span.js'
import { clockTime } from '../../../src/cli/formats/time-text.js'
import { createRecordTimes } from '../../../src/cli/simulation/record-times.js'
import { runCli } from '../support/run-cli.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

function spanOf(clocks: readonly string[]): ClockSpan {
  const span = new ClockSpan()
  for (const clock of clocks) span.see(clockTime(clock)!)
  return span
}

describe('times of day alone', () => {
  it.each([
    ['go on', ['17:30:00.250', '17:31:00', '18:30:00,250'], HOUR],
    ['go on over midnight', ['23:59:00', '00:01:00', '23:00:00', '01:00:00'], 25 * HOUR + MINUTE],
    ['change places', ['17:30:05', '17:30:00', '17:31:05'], MINUTE],
    ['change places at midnight', ['23:59:59', '00:00:01', '23:59:59', '00:00:59'], MINUTE],
    ['are of half a day', ['11:30:00 AM', '12:30:00 PM', '1:30:00 PM'], 2 * HOUR],
    ['go back', ['17:30:00', '17:00:00', '17:40:00'], 0],
  ])('that %s come to what they go over', (_, clocks, millis) => {
    expect(spanOf(clocks).span).toBe(millis)
  })

  it('come to the same in parts', () => {
    const clock = fc.integer({ min: 0, max: 86_399_999 })
    const near = fc.tuple(clock, fc.array(fc.integer({ min: -90_000, max: 3 * HOUR }), { maxLength: 20 }))
    fc.assert(
      fc.property(near, fc.nat(20), fc.nat(20), ([start, steps], i, j) => {
        let at = start
        const clocks = [start, ...steps.map((step) => (at += step))].map(
          (t) => ((t % 86_400_000) + 86_400_000) % 86_400_000,
        )
        const [a, b] = [Math.min(i, j), Math.max(i, j)]
        const parts = [clocks.slice(0, a), clocks.slice(a, b), clocks.slice(b)].map((part) => {
          const span = new ClockSpan()
          for (const one of part) span.see(one)
          return span.part()
        })
        const [whole, merged] = [new ClockSpan(), new ClockSpan()]
        for (const one of clocks) whole.see(one)
        for (const part of parts) merged.merge(part)
        expect(merged.part()).toEqual(whole.part())
      }),
    )
  })

  it.each(['24:00:00', '1:60:00', '12:00', '12:00:00x'])('are none of %s', (text) => {
    expect(clockTime(text)).toBeUndefined()
  })

  it('make a month of a file of pino-pretty, which says so, and a budget that is held in simulate', async () => {
    const input = Array.from({ length: 1_800 }, (_, i) => {
      const clock = new Date(23.5 * HOUR + i * 2_000).toISOString().slice(11, 23)
      return `[${clock}] INFO (shop/12): order ${i} placed\n    orderId: ${i}\n`
    }).join('')
    const { out } = await runCli(['analyze'], { input })
    expect(out).toContain('60 min by times of day alone, 23:30 to 00:29')
    expect(out).toContain(' a month at this pace: ')
    const json = JSON.parse((await runCli(['analyze', '--json'], { input })).out)
    expect(json).toMatchObject({ span_ms: HOUR - 2_000, span_by: 'time_of_day', usd_per_month: expect.any(Number) })
    const simulated = JSON.parse((await runCli(['simulate', '--budget', '0.2/s', '--json'], { input })).out)
    expect(simulated.assumed_times).toBe(0)
    expect(simulated.budgets[0].kept / HOUR).toBeGreaterThan(0.18 / 1_000)
    expect(simulated.budgets[0].kept / HOUR).toBeLessThan(0.22 / 1_000)
  })

  it('that go back say nothing, and it is said why', async () => {
    const input = '17:30:00 INFO one\n17:00:00 INFO two\n17:40:00 INFO three\n'
    expect((await runCli(['analyze'], { input })).out).toContain(
      'The records say the time of day alone, which goes back: nothing of a month can be told.',
    )
  })
})

describe('a time that comes after records without one', () => {
  it.each([0, 5_000, 3 * HOUR])('keeps its pace, however long before the first of them it was: %i ms', (before) => {
    const start = 1_795_651_200_000
    const times = createRecordTimes(100, start)
    expect([times.next(undefined), times.next(undefined)]).toEqual([start, start + 10])
    const first = times.next(start - before)
    expect(first).toBe(Math.max(start + 10, start - before))
    expect(times.next(start - before + 1_000) - first).toBe(1_000)
    expect(times.next(undefined, 5) - first).toBe(1_000)
  })

  it('leaves a budget what it is: a banner of npm changes nothing', async () => {
    const lines = Array.from({ length: 1_500 }, (_, i) =>
      JSON.stringify({ level: 30, time: 1_764_180_000_000 + i * 100, msg: `order ${i} placed` }),
    ).join('\n')
    const kept = async (input: string) =>
      JSON.parse((await runCli(['simulate', '--budget', '2/s', '--json'], { input })).out).budgets[0].kept
    const [without, behind] = [await kept(lines), await kept(`> shop@1.0.0 start\n> node app.js\n\n${lines}`)]
    expect(Math.abs(behind - without)).toBeLessThan(without / 20)
  })
})
