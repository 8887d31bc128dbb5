import { describe, expect, it } from 'vitest'
import { dailyBudgetOf } from '../../src/budgets/daily-budget.js'
import type { BudgetUnit } from '../../src/store/contracts/budgets.js'

const NOVEMBER = Date.UTC(2026, 10, 10) / 1000
const FEBRUARY = Date.UTC(2028, 1, 29) / 1000
const budget = (unit: BudgetUnit, amount: number) => ({
  teamId: 1,
  service: 'shop',
  unit,
  amount,
  updatedAt: 7,
  updatedBy: 'k',
})

describe('a budget of a day', () => {
  it.each([
    ['gb_per_day', 2.5, NOVEMBER, { unit: 'bytes', perDay: 2.5e9, text: '2.5 GB a day' }],
    ['records_per_second', 20, NOVEMBER, { unit: 'records', perDay: 1_728_000, text: '20 records a second' }],
    ['usd_per_month', 30, NOVEMBER, { unit: 'bytes', perDay: 4e9, text: '$30 a month at $0.25 per GB' }],
    ['usd_per_month', 29, FEBRUARY, { unit: 'bytes', perDay: 4e9, text: '$29 a month at $0.25 per GB' }],
  ] as const)('of %s %d is what it says', (unit, amount, now, expected) => {
    expect(dailyBudgetOf(budget(unit, amount), 0.25, now)).toEqual({ ...expected, since: 7 })
  })

  it('is shown with digits that mean something', () => {
    expect(dailyBudgetOf(budget('gb_per_day', 0.9427449299487167), 0.25, NOVEMBER).text).toBe('0.9427 GB a day')
  })
})
