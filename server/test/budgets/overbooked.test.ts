import { describe, expect, it } from 'vitest'
import { historyWaitText, waitsForHistoryUntil } from '../../src/budgets/history-wait.js'
import { overbookedBy } from '../../src/budgets/overbooked.js'
import type { StoredBudget } from '../../src/store/contracts/budgets.js'
import { TEN } from '../support/reports.js'

const budgetOf = (service: string, amount: number, unit: StoredBudget['unit'] = 'gb_per_day'): StoredBudget => ({
  teamId: 1,
  service,
  unit,
  amount,
  updatedAt: 0,
  updatedBy: 'k',
})
const known = new Map([['shop', 500]])
const check = (...budgets: StoredBudget[]) => overbookedBy(budgets, 0.25, TEN, (service) => known.get(service))

describe('budgets of services', () => {
  it('are no trouble while they leave something of the team’s, or where the team has none', () => {
    expect(check()).toBeUndefined()
    expect(check(budgetOf('shop', 5), budgetOf('mailer', 5))).toBeUndefined()
    expect(check(budgetOf('', 2), budgetOf('shop', 1), budgetOf('mailer', 0.9))).toBeUndefined()
  })

  it('are said to take all of it where they do, whatever their units', () => {
    expect(check(budgetOf('', 2), budgetOf('shop', 1), budgetOf('mailer', 2))).toEqual({
      unit: 'bytes',
      teamPerDay: 2e9,
      ownPerDay: 3e9,
      text: "the budgets of services add up to 150 % of the team's: nothing of it is left for services without one",
    })
    // 2 GB in records of 500 bytes.
    const second = 2e9 / 500 / 86_400
    expect(check(budgetOf('', 2), budgetOf('shop', second * 1.01, 'records_per_second'))).toBeDefined()
    expect(check(budgetOf('', second * 0.99, 'records_per_second'), budgetOf('shop', 2))).toBeDefined()
    expect(check(budgetOf('', 2), budgetOf('unknown', 1e6, 'records_per_second'))).toBeUndefined()
  })
})

describe('a new service', () => {
  it('waits for history until a time that is said', () => {
    expect(waitsForHistoryUntil({ firstSeen: TEN }, 3_600, TEN + 10)).toBe(TEN + 3_600)
    expect(waitsForHistoryUntil({ firstSeen: TEN }, 3_600, TEN + 3_600)).toBeUndefined()
    expect(historyWaitText(TEN + 3_600)).toBe('waiting for history until 2026-11-23T11:00:00Z')
  })
})
