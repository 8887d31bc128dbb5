import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addRate, countArrival, createArrivalRate, rateAt } from '../../src/sampling/adaptive/arrival-rate.js'
import { applyMergeRules } from '../../src/signature/merge-rules.js'
import { signatureOf } from '../../src/signature/signature.js'
import { createPatternTable } from '../../src/stats/pattern-table.js'

describe('the arrival rate of a merged pattern', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 40 })
  const rateOf = (startedAt: number, gaps: readonly number[]) => {
    const rate = createArrivalRate(startedAt)
    let now = startedAt
    for (const gap of gaps) {
      countArrival(rate, now)
      now += gap
    }
    return { rate, now }
  }

  it('is the sum of the rates', () => {
    const histories = fc.array(fc.tuple(fc.nat(60_000), gaps), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(histories, fc.nat(120_000), (histories, idle) => {
        const members = histories.map(([startedAt, gaps]) => rateOf(startedAt, gaps))
        const now = Math.max(...members.map(({ now }) => now)) + idle
        const sum = members.reduce((sum, { rate }) => sum + rateAt(rate, now), 0)
        const merged = createArrivalRate(now)
        for (const { rate } of members) addRate(merged, rate, now)
        expect(rateAt(merged, now)).toBeCloseTo(sum, 6)
      }),
    )
  })

  it('is in force from the next record on', () => {
    const table = createPatternTable()
    for (let second = 0; second < 300; second++) {
      for (const text of ['user ann came', 'user bob came']) {
        countArrival(table.entryOf(signatureOf(text), 0).sampling.rate, second * 1_000)
      }
    }
    table.regroup(applyMergeRules([{ template: 'user <+> came' }]), 300_000)
    const { rate } = table.find(signatureOf('user 1 came').id)!.sampling
    expect(rateAt(rate, 300_000)).toBeCloseTo(120, 0)
    expect(countArrival(rate, 300_000)).toBeCloseTo(120, 0)
  })
})
