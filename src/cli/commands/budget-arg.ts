import type { BudgetOption } from '../../options/adaptive-logging-options.js'
import { BUDGET_SYNTAX, isBudget, parseBudget } from '../../options/budget-option.js'
import { UsageError } from '../command/usage-error.js'

/** Returns a budget of the command line; money is worth what `usdPerGb` says, unless it names a price itself. @throws UsageError */
export function budgetOf(name: string, text: string, usdPerGb: number): BudgetOption {
  const priced = /USD\/month$/.test(text) ? `${text}@${usdPerGb}` : text
  const budget = parseBudget(priced)
  if (typeof budget === 'string' || isBudget(budget) !== undefined)
    throw new UsageError(`--${name} must be ${BUDGET_SYNTAX}; got '${text}'`)
  return budget
}
