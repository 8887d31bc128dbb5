import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PaceClass, Pacer, type Turn } from '../../src/posthog/api/client/pacer.js'
import { ManualClock } from '../../src/testing/manual-clock.js'

const HOUR = 3_600_000
const settled = () => new Promise((resolve) => setImmediate(resolve))
const isStarted = (turn: Turn): turn is { ended: () => void } => 'ended' in turn

describe('the pacer', () => {
  it('starts no more than its limits in any minute and hour, two at a time, and forgets nobody', async () => {
    const paces = fc.record({ perMinute: fc.integer({ min: 1, max: 20 }), perHour: fc.integer({ min: 1, max: 60 }) })
    await fc.assert(
      fc.asyncProperty(paces, fc.array(fc.nat(90_000), { maxLength: 40 }), fc.nat(5_000), async (pace, gaps, takes) => {
        const clock = new ManualClock()
        const pacer = new Pacer({ query: pace, other: pace }, clock, { maxWaitMillis: 1_000 * HOUR })
        const starts: number[] = []
        let inFlight = 0
        let ended = 0
        for (const gap of gaps) {
          await clock.advanceAsync(gap)
          void pacer.turn('query').then((turn) => {
            if (!isStarted(turn)) return
            starts.push(clock.monotonic())
            expect(++inFlight).toBeLessThanOrEqual(2)
            clock.after(takes, () => {
              inFlight--
              ended++
              turn.ended()
            })
          })
        }
        await clock.advanceAsync(0)
        while (clock.pending > 0) await clock.advanceAsync(HOUR / 4)
        expect(ended).toBe(gaps.length)
        for (const [millis, limit] of [
          [60_000, pace.perMinute],
          [HOUR, pace.perHour],
        ] as const)
          for (const start of starts)
            expect(starts.filter((other) => other > start - millis && other <= start).length).toBeLessThanOrEqual(limit)
      }),
      { numRuns: 60 },
    )
  })

  const pacerOf = (options = {}) => {
    const clock = new ManualClock()
    const pace = { perMinute: 120, perHour: 1_200 }
    return { clock, pacer: new Pacer({ query: pace, other: pace }, clock, options) }
  }
  const startNow = async (pacer: Pacer, of: PaceClass) => {
    const turn = await pacer.turn(of)
    if (isStarted(turn)) turn.ended()
    return turn
  }

  it('starts nothing before Retry-After is over, and goes at half the pace for ten minutes', async () => {
    const { clock, pacer } = pacerOf()
    await startNow(pacer, 'query')
    pacer.throttled('query', 30_000)
    let started = false
    void pacer.turn('query').then(() => {
      started = true
    })
    await clock.advanceAsync(29_999)
    expect(started).toBe(false)
    // Others have limits of their own.
    expect(isStarted(await startNow(pacer, 'other'))).toBe(true)
    await clock.advanceAsync(1)
    expect(started).toBe(true)
    expect(pacer.paceOf('query').perMinute).toBe(60)
    expect(pacer.paceOf('other').perMinute).toBe(120)
    await clock.advanceAsync(600_000)
    expect(pacer.paceOf('query').perMinute).toBe(120)
  })

  it('learns that the limit of an hour is lower', async () => {
    const { clock, pacer } = pacerOf()
    for (let i = 0; i < 120; i++) await startNow(pacer, 'query')
    pacer.throttled('query', 1_800_000)
    expect(pacer.paceOf('query').perHour).toBe(30)
    await clock.advanceAsync(HOUR)
    expect(pacer.paceOf('query').perHour).toBe(60)
  })

  it('says at once that it takes longer than anybody waits', async () => {
    const { clock, pacer } = pacerOf()
    pacer.throttled('query', 1_200_000)
    expect(await pacer.turn('query')).toEqual({ retryAfterMs: 1_200_000 })
    await clock.advanceAsync(1_200_000)
    expect(isStarted(await pacer.turn('query'))).toBe(true)
  })

  it('stops who waits when he is told to, and nobody else', async () => {
    const { clock, pacer } = pacerOf({ maxInFlight: 1 })
    const first = await pacer.turn('query')
    const stop = new AbortController()
    const second = pacer.turn('query', stop.signal)
    const third = pacer.turn('query')
    stop.abort()
    expect(await second).toEqual({ stopped: true })
    if (isStarted(first)) first.ended()
    expect(isStarted(await third)).toBe(true)
    await settled()
    expect(clock.pending).toBe(0)
    expect(await pacer.turn('query', AbortSignal.abort())).toEqual({ stopped: true })
  })
})
