import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../src/testing.js'

describe('the manual clock', () => {
  it('moves both times together, and only when told', () => {
    const clock = new ManualClock(1_000)
    clock.advance(250)
    expect([clock.now(), clock.monotonic()]).toEqual([1_250, 250])
  })

  it('runs due timers in the order of their times, at their times', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100)), (delays) => {
        const clock = new ManualClock()
        const ran: number[] = []
        for (const delay of delays) {
          clock.after(delay, () => {
            expect(clock.monotonic()).toBe(delay)
            ran.push(delay)
          })
        }
        clock.advance(50)
        expect(ran).toEqual(delays.filter((delay) => delay <= 50).sort((a, b) => a - b))
        expect(clock.pending).toBe(delays.length - ran.length)
      }),
    )
  })

  it('runs timers that timers start', () => {
    const clock = new ManualClock()
    let ticks = 0
    const tick = () => {
      ticks++
      clock.after(10, tick)
    }
    tick()
    clock.advance(100)
    expect(ticks).toBe(11)
  })

  it('forgets cancelled timers', () => {
    const clock = new ManualClock()
    clock.after(1, () => expect.fail('it was cancelled')).cancel()
    clock.advance(2)
    expect(clock.pending).toBe(0)
  })

  it('lets promises settle between timers', async () => {
    const clock = new ManualClock()
    const seen: string[] = []
    clock.after(1, async () => {
      await null
      seen.push('promise of the first')
    })
    clock.after(2, () => seen.push('second'))
    await clock.advanceAsync(2)
    expect(seen).toEqual(['promise of the first', 'second'])
  })
})
