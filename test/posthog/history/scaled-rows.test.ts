import { seededRandom } from 'lipservice/testing'
import { describe, expect, it } from 'vitest'
import type { Cell, ShapeRow } from '../../../src/posthog/history/history-state.js'
import { divided, scaledToTotals } from '../../../src/posthog/history/scaled-rows.js'

const SIZES = [20_000, 6_000, 2_500, 900, 400]
const TOTAL = SIZES.reduce((sum, size) => sum + size, 0)
const CELL: Cell = {
  service: 'shop',
  severity: 'info',
  records: TOTAL,
  weighted: TOTAL,
  bytes: 1,
  weightedBytes: 1,
  instances: 1,
}

const row = (shape: string, records: number, sample: number): ShapeRow => ({
  service: 'shop',
  severity: 'info',
  shape,
  version: 1,
  event: '',
  outcome: '',
  records,
  weighted: records,
  sample,
})

describe('a draw of an hour', () => {
  it('has the true count of each pattern in its 95 % interval in 93 of 100 draws or more, and adds up to the total', () => {
    const inside = SIZES.map(() => 0)
    for (let seed = 1; seed <= 100; seed++) {
      const random = seededRandom(seed)
      const drawn = SIZES.map((size, i) => {
        let found = 0
        for (let n = 0; n < size; n++) if (random() < 0.1) found++
        return row(`shape ${i}`, found, 10)
      })
      const scaled = scaledToTotals([CELL], drawn, false)
      expect(scaled.reduce((sum, { records }) => sum + records, 0)).toBe(TOTAL)
      for (const { shape, weighted, variance } of scaled) {
        const i = Number(shape.slice(6))
        if (Math.abs(weighted - SIZES[i]!) <= 1.96 * Math.sqrt(variance)) inside[i]! += 1
      }
    }
    for (const [i, many] of inside.entries()) expect(many, `of ${SIZES[i]} records`).toBeGreaterThanOrEqual(93)
  })

  it('leaves what was counted as it is, and shares the rest', () => {
    const scaled = scaledToTotals(
      [{ ...CELL, records: 1_000, weighted: 1_000 }],
      [row('a', 400, 1), row('b', 20, 10), row('c', 40, 10)],
      false,
    )
    expect(scaled.map(({ shape, records, isEstimated }) => [shape, records, isEstimated])).toEqual([
      ['a', 400, false],
      ['b', 200, true],
      ['c', 400, true],
    ])
  })

  it('divides a whole into whole parts, whatever the shares', () => {
    expect(divided(10, [1 / 3, 1 / 3, 1 / 3])).toEqual([4, 3, 3])
    expect(divided(1, [0.5, 0.5])).toEqual([1, 0])
  })
})
