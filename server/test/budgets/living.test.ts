import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/testing.js'
import { livingOf } from '../../src/budgets/living.js'
import { sharesOf } from '../../src/budgets/sharing.js'
import type { PassingInstances, ReportingInstance } from '../../src/store/store.js'
import { TEN } from '../support/reports.js'

const TIMES = { reportSeconds: 60, transportSeconds: 7 }
const STRETCH = 900
const NONE: readonly PassingInstances[] = [0, 1, 2, 3].map(() => ({ seconds: 0, bytes: 0 }))
const instanceOf = (instanceId: string, rest: Partial<ReportingInstance> = {}): ReportingInstance => ({
  instanceId,
  firstSeen: TEN - 3_600,
  lastSeen: TEN - 20,
  seconds: 60,
  bytesPerSecond: 20_000,
  ...rest,
})
const many = (count: number, make: (i: number) => ReportingInstance) => Array.from({ length: count }, (_, i) => make(i))
const steady = (count: number, rest: Partial<ReportingInstance> = {}) => many(count, (i) => instanceOf(`s${i}`, rest))
const oneShots = (count: number, rest: Partial<ReportingInstance> = {}) =>
  many(count, (i) => instanceOf(`once${i}`, { firstSeen: TEN - 20, ...rest }))
const shareOf = (instances: readonly ReportingInstance[], perSecond: number, passing = NONE) =>
  perSecond / sharesOf(livingOf(instances, passing, STRETCH, TIMES, TEN), perSecond)
const idsOf = (instances: readonly ReportingInstance[], now = TEN) =>
  livingOf(instances, NONE, STRETCH, TIMES, now).lasting.map(({ instanceId }) => instanceId)

describe('the instances that live', () => {
  it('are those that reported in the last two intervals, and no later', () => {
    const silent = instanceOf('a', { lastSeen: TEN })
    expect(idsOf([silent], TEN + 151)).toEqual(['a'])
    expect(idsOf([silent], TEN + 152)).toEqual([])
  })

  it('may take longer where the server asked for fewer reports, and no longer than it ever asks for', () => {
    expect(idsOf([instanceOf('a', { lastSeen: TEN - 600, seconds: 300 })])).toEqual(['a'])
    expect(idsOf([instanceOf('a', { lastSeen: TEN - 800, seconds: 3_600 })])).toEqual([])
  })

  it('have reported twice: one report proves nothing', () => {
    expect(idsOf([...steady(2), ...oneShots(400)])).toEqual(['s0', 's1'])
  })

  it('are those that have just begun where no other is there, or where they take the place of one that ended lately', () => {
    expect(idsOf(oneShots(3))).toHaveLength(3)
    expect(idsOf([...steady(1), ...steady(2, { lastSeen: TEN - 300 }), ...oneShots(400)])).toHaveLength(3)
  })
})

describe('the parts of a budget', () => {
  it('are equal among instances that log alike', () => {
    for (const count of [1, 2, 7, 500]) expect(shareOf(steady(count), 30_000)).toBeCloseTo(30_000 / count, 6)
    expect(shareOf([], 30_000)).toBe(30_000)
    expect(shareOf(steady(4, { bytesPerSecond: 0 }), 30_000)).toBe(7_500)
    expect(shareOf(steady(4, { bytesPerSecond: undefined }), 30_000)).toBe(7_500)
  })

  it('stay with the living, at 95 % or more, whatever comes and goes beside them', () => {
    const one = fc.record({
      bytesPerSecond: fc.oneof(fc.constant(undefined), fc.double({ min: 0, max: 1e9, noNaN: true })),
      seconds: fc.integer({ min: 0, max: 3_600 }),
      ago: fc.integer({ min: 0, max: 120 }),
    })
    const stretch = fc.record({
      seconds: fc.integer({ min: 0, max: 1e7 }),
      bytes: fc.double({ min: 0, max: 1e12, noNaN: true }),
    })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(one, { maxLength: 400 }),
        fc.array(stretch, { minLength: 4, maxLength: 4 }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (living, others, passing, perSecond) => {
          const alone = steady(living)
          const once = others.map(({ ago, ...rest }, i) =>
            instanceOf(`once${i}`, { firstSeen: TEN - ago, lastSeen: TEN - ago, ...rest }),
          )
          const share = shareOf([...alone, ...once], perSecond, passing)
          expect(share / shareOf(alone, perSecond)).toBeGreaterThanOrEqual(0.95)
        },
      ),
    )
  })

  it('stay with those that log, where many others report and log next to nothing', () => {
    const idle = many(400, (i) => instanceOf(`idle${i}`, { bytesPerSecond: 5 }))
    const share = shareOf([...steady(2), ...idle], 30_000)
    expect(share).toBeGreaterThan(30_000 / 402)
    // And if all of these begin to log at once, they keep twenty times what they may at most, until the next turn.
    expect(share * 402).toBeLessThanOrEqual(20 * 30_000 * 1.001)
  })

  it('follow the traffic: what is used of them adds up to the budget, and never to more', () => {
    const rate = fc.double({ min: 1, max: 1e5, noNaN: true })
    fc.assert(
      fc.property(fc.array(rate, { minLength: 1, maxLength: 200 }), rate, (rates, perSecond) => {
        const instances = rates.map((bytesPerSecond, i) => instanceOf(`i${i}`, { bytesPerSecond }))
        const share = shareOf(instances, perSecond)
        const used = rates.reduce((sum, each) => sum + Math.min(each, share), 0)
        expect(used).toBeLessThanOrEqual(perSecond * 1.001)
        expect(share).toBeLessThanOrEqual(perSecond * 1.001)
        // One that logs next to nothing counts for a little more than it uses.
        expect(share).toBeGreaterThanOrEqual((perSecond / rates.length) * 0.999)
      }),
    )
  })

  it('add up to the budget while instances come, go and crash, by what they are worth at each moment', () => {
    const random = seededRandom(7)
    const perSecond = 100_000
    const known = new Map<string, ReportingInstance & { ends: number }>()
    let made = 0
    const start = (now: number, ends: number, bytesPerSecond: number) => {
      const instanceId = `i${made++}`
      known.set(instanceId, { ...instanceOf(instanceId), firstSeen: now, lastSeen: now, bytesPerSecond, ends })
    }
    const overspent: number[] = []
    for (let minute = 0; minute < 2_000; minute++) {
      const now = TEN + minute * 60
      const running = [...known.values()].filter(({ ends }) => ends > now)
      while (running.length < 20 + 15 * Math.sin(minute / 100)) {
        start(now, now + 600 + random() * 60_000, 20_000 * (0.5 + random()))
        running.push([...known.values()].at(-1)!)
      }
      // One pod in a crash loop, and now and then a burst of jobs.
      start(now, now + 10, 5_000)
      if (minute % 300 === 0) for (let i = 0; i < 400; i++) start(now, now + 30, 10_000)
      for (const [id, one] of known) {
        if (one.ends > now) known.set(id, { ...one, lastSeen: now })
        if (now - one.lastSeen > 3_600) known.delete(id)
      }
      const living = livingOf([...known.values()], NONE, STRETCH, TIMES, now)
      const share = perSecond / sharesOf(living, perSecond)
      const lasts = [...known.values()].filter(({ ends, firstSeen }) => ends > now && now - firstSeen > 60)
      if (minute > 10) overspent.push((share * lasts.length) / perSecond)
    }
    // Whoever has just begun waits for its second report, and whoever ended leaves two intervals later.
    expect(Math.max(...overspent)).toBeLessThan(1.25)
    expect(overspent.reduce((a, b) => a + b) / overspent.length).toBeLessThanOrEqual(1.05)
    expect(Math.min(...overspent)).toBeGreaterThan(0.75)
  })
})
