import type { BudgetOption } from '../../options/adaptive-logging-options.js'
import { BUDGET_SYNTAX, isBudget, parseBudget } from '../../options/budget-option.js'
import { UsageError } from '../command/usage-error.js'
import { cleanText } from '../terminal/clean-text.js'

/** An amount, a unit and a time, as people write them. */
const WRITTEN =
  /^(\$?) ?(\d[\d,_]*(?:\.\d+)?) ?(k|m|g|t|kb|mb|gb|tb|\$|usd|dollars?|records?|lines?|logs?)? ?(?:(?:\/|per|a|p) ?)?(s|secs?|seconds?|d|days?|mo|months?)?$/i
const TIMES: Readonly<Record<string, string>> = { s: 's', d: 'day', m: 'month' }
const MAX_SHOWN = 60

/** Returns a budget of the command line; money is worth what `usdPerGb` says, unless it names a price itself. @throws UsageError */
export function budgetOf(name: string, text: string, usdPerGb: number): BudgetOption {
  const budget = read(text, usdPerGb)
  if (budget !== undefined) return budget
  const meant = meantBy(text)
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`
  throw new UsageError(`--${name} must be ${BUDGET_SYNTAX}; got '${cleanText(text, MAX_SHOWN)}'${hint}`)
}

function read(text: string, usdPerGb: number): BudgetOption | undefined {
  const budget = parseBudget(/USD\/month$/.test(text) ? `${text}@${usdPerGb}` : text)
  return typeof budget === 'string' || isBudget(budget) !== undefined ? undefined : budget
}

/** Returns the budget that a person most likely means: bytes are of a day, dollars of a month, records of a second, unless that is said otherwise. */
function meantBy(text: string): string | undefined {
  const [whole, dollar, amount, unit = '', time = ''] = WRITTEN.exec(text.trim()) ?? []
  if (whole === undefined) return undefined
  const number = amount!.replace(/[,_]/g, '')
  const said = TIMES[time.charAt(0).toLowerCase()]
  const of = (form: string, usual: string) =>
    said === undefined || said === usual ? `${number}${form}/${usual}` : undefined
  const isMoney = dollar !== '' || /^(?:\$|usd|dollars?)$/i.test(unit)
  const budget = isMoney
    ? of('USD', 'month')
    : /^[kmgt]b?$/i.test(unit)
      ? of(`${unit.charAt(0).toUpperCase()}B`, 'day')
      : of('', 's')
  return budget !== undefined && read(budget, 1) !== undefined ? budget : undefined
}
