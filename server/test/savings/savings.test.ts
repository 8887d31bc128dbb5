import fc from 'fast-check'
import { KEEP_REASON_TABLE, KEEP_REASONS } from 'lipservice/protocol'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/testing.js'
import { GUARANTEES, guaranteesOf, savingsOf, standardErrorOf, standardErrorOfSum } from '../../src/savings/savings.js'

const totals = { seen: 1_000_000, kept: 100_000, bytes: 4e9, keptBytes: 4e8, errors: 5 }
const RUNS = 2_000

describe('savings', () => {
  it('are what was not sent, at the price of a GB, with what stamps and batches add', () => {
    expect(savingsOf(totals, 1e8, 0.25)).toMatchObject({
      usd: 1,
      billed_bytes: 5e8,
      billed_usd: 0.125,
      saved_usd: 0.875,
      saved_share: 0.875,
    })
  })

  it('of nothing are nothing', () => {
    const nothing = { seen: 0, kept: 0, bytes: 0, keptBytes: 0, errors: 0 }
    expect(savingsOf(nothing, 0, 0.25)).toMatchObject({ saved_usd: 0, saved_share: 0, relative_standard_error: null })
  })

  it('come with the error of a count estimated from what was kept, as simulation has it', () => {
    const random = seededRandom(5)
    const [seen, p] = [500, 0.1]
    const estimates = Array.from({ length: RUNS }, () => {
      let kept = 0
      for (let i = 0; i < seen; i++) if (random() < p) kept++
      return kept / p
    })
    const deviation = Math.sqrt(estimates.reduce((sum, value) => sum + (value - seen) ** 2, 0) / RUNS) / seen
    expect(standardErrorOf({ seen, kept: seen * p })! / deviation).toBeGreaterThan(0.93)
    expect(standardErrorOf({ seen, kept: seen * p })! / deviation).toBeLessThan(1.07)
  })

  it('come with the error of a sum of patterns, which is that of one where there is one', () => {
    expect(standardErrorOfSum([totals])).toBeCloseTo(standardErrorOf(totals)!, 12)
    expect(standardErrorOfSum([{ seen: 10, kept: 10 }])).toBe(0)
    expect(standardErrorOfSum([{ seen: 10, kept: 0 }])).toBeNull()
    const one = standardErrorOf({ seen: 1_000, kept: 100 })!
    expect(standardErrorOfSum(Array.from({ length: 4 }, () => ({ seen: 1_000, kept: 100 })))).toBeCloseTo(one / 2, 12)
  })

  it('say what the guarantees took, which is never more than all', () => {
    const reasons = [...KEEP_REASONS, 'of_a_newer_sdk']
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: reasons.length, maxLength: reasons.length }), (counts) => {
        const keptByReason = new Map(reasons.map((reason, i) => [reason, counts[i]!]))
        const kept = counts.reduce((a, b) => a + b, 0)
        const all = guaranteesOf({ overheadBytes: 100, keptByReason }, { ...totals, kept, keptBytes: kept * 200 }, 0.25)
        const bytes = all.reduce((sum, guarantee) => sum + guarantee.bytes, 0)
        expect(bytes).toBeLessThanOrEqual(kept * 200 + 100 + all.length)
        expect(all.map(({ reason, records }) => [reason, records])).toEqual(
          GUARANTEES.map((reason) => [reason, keptByReason.get(reason)]),
        )
      }),
    )
    expect(guaranteesOf(undefined, totals, 0.25)).toEqual([])
  })

  it('count as a guarantee what the table of reasons calls one, and the floor', () => {
    const rows = Object.entries(KEEP_REASON_TABLE)
    expect(GUARANTEES).toEqual(rows.filter(([, row]) => row.guaranteed || row.floor).map(([reason]) => reason))
    expect(GUARANTEES).toContain('failed_open')
    expect(GUARANTEES).not.toContain('adaptive')
  })
})
