import { describe, expect, it } from 'vitest'
import type { BudgetOption } from '../../src/index.js'
import { resolveSamplingOptions } from '../../src/options/resolve-options.js'

type KeysOf<Option> = Option extends unknown ? keyof Option : never
/** What each kind of budget is named by; a price alone is none. */
type Unit = Exclude<KeysOf<BudgetOption>, 'usdPerGb'>

interface Case {
  readonly option: BudgetOption
  /** The same in the environment. */
  readonly text: string
  readonly budget: { readonly unit: 'bytes' | 'records'; readonly perSecond: number }
}

const DAY_SECONDS = 86_400
const CASES: Readonly<Record<Unit, Case>> = {
  bytesPerDay: {
    option: { bytesPerDay: 2e9 },
    text: '2GB/day',
    budget: { unit: 'bytes', perSecond: 2e9 / DAY_SECONDS },
  },
  recordsPerSecond: {
    option: { recordsPerSecond: 50 },
    text: '50/s',
    budget: { unit: 'records', perSecond: 50 },
  },
  usdPerMonth: {
    option: { usdPerMonth: 100, usdPerGb: 0.4 },
    text: '100USD/month@0.4',
    budget: { unit: 'bytes', perSecond: 250e9 / ((365.25 / 12) * DAY_SECONDS) },
  },
}

describe('a budget', () => {
  it.each(Object.entries(CASES))('by %s is the same in code and in the environment', (_, { option, text, budget }) => {
    expect(resolveSamplingOptions({ budget: option }, {}).budget).toEqual(budget)
    expect(resolveSamplingOptions({}, { LIPSERVICE_BUDGET: text }).budget).toEqual(budget)
  })

  it.each(Object.entries(CASES))('by %s is divided by the share', (_, { option, budget }) => {
    const { budget: share } = resolveSamplingOptions({ budget: option, budgetShare: 0.25 }, {})
    expect(share).toEqual({ ...budget, perSecond: budget.perSecond / 4 })
  })
})
