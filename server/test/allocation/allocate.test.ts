import fc from 'fast-check'
import type { PatternDemand } from 'lipservice/allocation'
import { type AllocationInput, allocate } from 'lipservice/allocation'
import { describe, expect, it } from 'vitest'

const demandOf = (i: number, rest: Partial<PatternDemand> = {}): PatternDemand => ({
  signature: `s${i}`,
  perMinute: 1_000,
  cost: 100,
  value: 1,
  protection: undefined,
  lock: undefined,
  isNews: false,
  inIncident: false,
  isWarning: false,
  isLabelled: false,
  ...rest,
})
const allocated = (patterns: readonly PatternDemand[], rest: Partial<AllocationInput> = {}) =>
  allocate({
    patterns,
    alwaysKept: new Map(),
    keptBefore: new Set(),
    usualPerMinute: rest.perMinute ?? 50_000,
    locks: new Map(patterns.flatMap(({ signature, lock }) => (lock === undefined ? [] : [[signature, lock]]))),
    perMinute: 50_000,
    instances: 2,
    rates: new Map(),
    changes: new Map(),
    how: 'at once',
    ...rest,
  })
const anyPattern = fc.record({
  perMinute: fc.double({ min: 0.01, max: 1e5, noNaN: true }),
  cost: fc.integer({ min: 1, max: 5_000 }),
  value: fc.constantFrom(0.125, 0.5, 1, 2, 4),
  protection: fc.constantFrom(
    undefined,
    undefined,
    undefined,
    'exempt' as const,
    'security' as const,
    'audit' as const,
    'errors' as const,
  ),
  lock: fc.constantFrom(undefined, undefined, undefined, 0.25),
  isNews: fc.boolean(),
  isWarning: fc.boolean(),
})

describe('an allocation', () => {
  it('thins nothing where everything fits', () => {
    const { fits, rates, expected, demand } = allocated([demandOf(1), demandOf(2)], { perMinute: 1e9 })
    expect({ fits, rates: rates.size }).toEqual({ fits: true, rates: 0 })
    expect(expected).toBe(demand)
  })

  it('says of each pattern what part is kept: all of what is kept whole, and together what is expected but for what is set aside', () => {
    fc.assert(
      fc.property(fc.array(anyPattern, { minLength: 1, maxLength: 30 }), (some) => {
        const patterns = some.map((pattern, i) => demandOf(i, pattern))
        const { keptShares, kept, expected, demand } = allocated(patterns)
        for (const { signature, protection } of patterns)
          if (protection === 'errors') expect(keptShares.get(signature)).toBe(1)
        for (const signature of kept) expect(keptShares.get(signature)).toBe(1)
        let together = 0
        for (const { signature, perMinute, cost } of patterns) {
          const share = keptShares.get(signature)!
          expect(share).toBeGreaterThan(0)
          expect(share).toBeLessThanOrEqual(1)
          together += share * perMinute * cost
        }
        expect(together).toBeLessThanOrEqual(demand * 1.000_001)
        // What is set aside for news is not of any pattern; firsts are counted once.
        expect(together).toBeLessThanOrEqual(expected * 1.01 + 1)
      }),
    )
  })

  it('never thins errors nor what a person exempts, and plans no more than the budget where that leaves room', () => {
    fc.assert(
      fc.property(
        fc.array(anyPattern, { minLength: 1, maxLength: 40 }),
        fc.double({ min: 10_000, max: 1e7, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        (some, perMinute, instances) => {
          const patterns = some.map((rest, i) => demandOf(i, rest))
          const { rates, kept, expected, demand, floors, protectedDemand } = allocated(patterns, {
            perMinute,
            instances,
          })
          for (const { signature, protection } of patterns) {
            if (protection === 'errors' || protection === 'exempt') expect(rates.has(signature)).toBe(false)
            if (protection === 'exempt') expect(kept).toContain(signature)
          }
          for (const rate of rates.values()) expect(rate > 0 && rate <= 1).toBe(true)
          const isLocked = patterns.some(({ lock }) => lock !== undefined)
          // What is guaranteed comes first, and no pattern is thinned below a thousandth.
          const most = Math.max(perMinute, protectedDemand + floors) + demand / 1_000
          if (!isLocked) expect(expected).toBeLessThanOrEqual(most * 1.001)
        },
      ),
    )
  })

  it('keeps whole for words alone a twentieth of the budget at most, warnings first, then the smallest, and values the rest', () => {
    fc.assert(
      fc.property(
        fc.array(anyPattern, { minLength: 1, maxLength: 40 }),
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        fc.double({ min: 1_000, max: 1e8, noNaN: true }),
        (some, before, perMinute) => {
          const patterns = some.map((rest, i) => demandOf(i, { ...rest, isNews: false, lock: undefined }))
          const keptBefore = new Set(patterns.filter((_, i) => before[i]).map(({ signature }) => signature))
          const { kept, keptFor, values, rates, largeWords } = allocated(patterns, { perMinute, keptBefore })
          const words = patterns.filter(({ protection }) => protection === 'security' || protection === 'audit')
          const volumeOf = (one: PatternDemand) => one.perMinute * one.cost
          const whole = words.filter(({ signature }) => kept.includes(signature))
          expect(whole.reduce((sum, one) => sum + volumeOf(one), 0)).toBeLessThanOrEqual(0.05 * perMinute)
          expect(largeWords).toBe(words.length - whole.length)
          for (const one of whole) expect(keptFor[kept.indexOf(one.signature)]).toBe(one.protection)
          for (const one of words) {
            if (kept.includes(one.signature)) continue
            expect(values.get(one.signature) ?? 1).toBeGreaterThanOrEqual(4)
            // Nothing larger of its kind is kept whole in its place, but for what was before.
            const larger = whole.filter(
              (other) =>
                other.isWarning === one.isWarning &&
                volumeOf(other) > volumeOf(one) &&
                !keptBefore.has(other.signature),
            )
            expect(larger).toEqual([])
          }
          for (const signature of kept) expect(rates.has(signature)).toBe(false)
        },
      ),
    )
  })

  it('divides the budget with a flood of words as with any pattern of value 4', () => {
    const flood = demandOf(1, { protection: 'security', perMinute: 1e5 })
    const rest = [demandOf(2, { protection: 'security', perMinute: 10 }), demandOf(3)]
    const { kept, rates, isFeasible, isFarOverWords } = allocated([flood, ...rest], { keptBefore: new Set(['s1']) })
    expect(kept).toEqual(['s2'])
    expect({ isFeasible, isFarOverWords }).toEqual({ isFeasible: true, isFarOverWords: true })
    expect(rates.get('s1')!).toBeLessThan(rates.get('s3')!)
    expect(rates).toEqual(allocated([{ ...flood, protection: undefined, value: 4 }, ...rest]).rates)
  })

  it('does not let what is on the edge of that come and go', () => {
    const edge = demandOf(1, { protection: 'audit', perMinute: 22.5 })
    const keptAfter = (...before: string[]) => allocated([edge], { keptBefore: new Set(before) }).kept
    expect(keptAfter()).toEqual([])
    expect(keptAfter('s1')).toEqual(['s1'])
    expect(allocated([edge], { keptBefore: new Set() }).isFarOverWords).toBe(false)
  })

  it('keeps whole what a person labelled, whatever it takes: no words did that', () => {
    const large = demandOf(1, { protection: 'audit', perMinute: 300, isLabelled: true })
    expect(allocated([large, demandOf(2)]).kept).toEqual(['s1'])
  })

  it('says so when what is protected takes more than there is, and keeps it', () => {
    const { isFeasible, kept } = allocated([demandOf(1, { protection: 'exempt' }), demandOf(2)], { perMinute: 1_000 })
    expect(isFeasible).toBe(false)
    expect(kept).toEqual(['s1'])
  })

  it('keeps what is protected and was not seen lately', () => {
    const { kept, rates } = allocated([demandOf(1), demandOf(2, { protection: 'audit', perMinute: 10 })], {
      alwaysKept: new Map([
        ['s2', 'audit'],
        ['quiet', 'audit'],
      ] as const),
      rates: new Map([['quiet', 0.1]]),
    })
    expect(kept.toSorted()).toEqual(['quiet', 's2'])
    expect(rates.has('quiet')).toBe(false)
  })

  it('keeps news whole as long as they are a small part of the budget', () => {
    const few = demandOf(1, { isNews: true, perMinute: 10 })
    const many = demandOf(2, { isNews: true, perMinute: 10_000, value: 4 })
    expect(allocated([few, many, demandOf(3)]).kept).toEqual(['s1'])
  })

  it('gives more to what is worth more, at the same volume and size', () => {
    const { rates } = allocated([demandOf(1, { value: 0.125 }), demandOf(2), demandOf(3, { value: 4 })], {
      perMinute: 20_000,
    })
    expect(rates.get('s1')!).toBeLessThan(rates.get('s2')!)
    expect(rates.get('s2')!).toBeLessThan(rates.get('s3') ?? 1)
  })

  it('divides the first of a minute among the instances', () => {
    expect(allocated([demandOf(1)], { instances: 1 }).keepFirst).toBe(5)
    expect(allocated([demandOf(1)], { instances: 2 }).keepFirst).toBe(3)
    expect(allocated([demandOf(1)], { instances: 1_000 }).keepFirst).toBe(1)
  })

  it('leaves a locked rate as a person set it, and lets nothing else have its part of the budget', () => {
    const { rates, values } = allocated([demandOf(1, { lock: 0.3 }), demandOf(2, { lock: 1 }), demandOf(3)], {
      rates: new Map([['s1', 0.01]]),
    })
    expect(rates.get('s1')).toBe(0.3)
    expect(rates.has('s2')).toBe(false)
    expect(values).toEqual(
      new Map([
        ['s1', 1e6],
        ['s2', 1e6],
      ]),
    )
  })

  it('knows a lock of a pattern that does not come just now', () => {
    expect(allocated([demandOf(1)], { locks: new Map([['gone', 0.3]]) }).rates.get('gone')).toBe(0.3)
  })

  it('remembers the rates of patterns that do not come just now', () => {
    expect(allocated([demandOf(1)], { rates: new Map([['gone', 0.125]]) }).rates.get('gone')).toBe(0.125)
  })

  it('takes one step at a time unless told otherwise, and none when told to hold', () => {
    const patterns = [demandOf(1, { perMinute: 1e6 })]
    const atOnce = allocated(patterns).rates.get('s1')!
    const step = allocated(patterns, { how: 'one step' }).rates.get('s1')!
    expect(atOnce).toBeLessThan(step)
    expect(allocated(patterns, { how: 'hold', rates: new Map([['s1', 0.5]]) }).rates.get('s1')).toBe(0.5)
  })

  it('lets a rate that changed ten times today only rise, lets go of it with the fourteenth change, and then leaves it', () => {
    const patterns = [demandOf(1, { perMinute: 1e6 })]
    const quiet = [demandOf(1, { perMinute: 1 }), demandOf(2)]
    const rates = new Map([['s1', 0.25]])
    const rateAfter = (demand: readonly PatternDemand[], changes: number) =>
      allocated(demand, { how: 'one step', rates, changes: new Map([['s1', changes]]) }).rates.get('s1') ?? 1
    expect(rateAfter(patterns, 9)).toBeLessThan(0.25)
    expect(rateAfter(patterns, 10)).toBe(0.25)
    expect(rateAfter(quiet, 10)).toBeGreaterThan(0.25)
    const half = [demandOf(1, { perMinute: 1_800 })]
    expect(rateAfter(half, 12)).toBeGreaterThan(0.25)
    expect(rateAfter(half, 12)).toBeLessThan(1)
    expect(rateAfter(half, 13)).toBe(1)
    expect(rateAfter(patterns, 13)).toBe(0.25)
    expect(rateAfter(quiet, 14)).toBe(0.25)
  })
})
