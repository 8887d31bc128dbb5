import { describe, expect, it } from 'vitest'
import { budgetsOverTime } from '../../src/budgets/budget-history.js'
import { entryOf, TEN } from '../support/reports.js'

const set = (at: number, service: string, unit: string, amount: number) =>
  entryOf(1, { at: TEN + at, service, action: 'budget.set', detail: { unit, amount } })
const removed = (at: number, service: string) => entryOf(1, { at: TEN + at, service, action: 'budget.removed' })
const times = [0, 10, 20, 30].map((at) => TEN + at)

describe('budgets over time', () => {
  it('are as they were then, whatever order the entries come in', () => {
    const entries = [removed(30, ''), set(10, '', 'gb_per_day', 1), set(20, '', 'gb_per_day', 2)]
    for (const some of [entries, entries.toReversed()])
      expect(budgetsOverTime(some, undefined, times, 0.25)).toEqual([null, 1e9, 2e9, null])
  })

  it('are the sum of those of services where the team has none', () => {
    const entries = [set(0, 'a', 'gb_per_day', 1), set(10, 'b', 'gb_per_day', 2), set(20, '', 'gb_per_day', 5)]
    expect(budgetsOverTime(entries, undefined, times, 0.25)).toEqual([1e9, 3e9, 5e9, 5e9])
    expect(budgetsOverTime(entries, 'b', times, 0.25)).toEqual([null, 2e9, 2e9, 2e9])
  })

  it('in money are bytes at the price, of that month; in records they are no bytes', () => {
    // November has 30 days.
    const money = [set(0, '', 'usd_per_month', 30)]
    expect(budgetsOverTime(money, undefined, times, 0.25)[0]).toBeCloseTo(4e9, 0)
    expect(budgetsOverTime(money, undefined, times, 0)[0]).toBeNull()
    expect(budgetsOverTime([set(0, '', 'records_per_second', 3)], undefined, times, 0.25)[0]).toBeNull()
  })

  it('pass over what another version of the server wrote', () => {
    expect(budgetsOverTime([set(0, '', 'bytes_per_fortnight', 3)], undefined, times, 0.25)[0]).toBeNull()
  })
})
