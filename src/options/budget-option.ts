import { BYTES_PER_GB } from '../sampling/adaptive/billing-unit.js'
import type { Budget } from '../sampling/adaptive/budget.js'
import type { BudgetOption } from './adaptive-logging-options.js'
import type { Check } from './check.js'

const SECONDS_PER_DAY = 86_400
const SECONDS_PER_MONTH = (365.25 / 12) * SECONDS_PER_DAY
/** PostHog's list price at the time of writing; name your own with `@`. */
const DEFAULT_USD_PER_GB = 0.25
const BYTE_UNITS: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: BYTES_PER_GB, TB: 1e12 }

const SHAPES: readonly (readonly string[])[] = [['bytesPerDay'], ['recordsPerSecond'], ['usdPerMonth', 'usdPerGb']]
/** What `parseBudget` reads. */
export const BUDGET_SYNTAX = 'an amount and a time, such as 2GB/day (KB, MB, GB, TB), 50/s or 100USD/month'
const ALLOWED = 'one of { bytesPerDay }, { recordsPerSecond } or { usdPerMonth, usdPerGb }, with finite numbers above 0'

export const isBudget: Check = (value) => {
  if (typeof value !== 'object' || value === null) return { allowed: ALLOWED }
  const keys = Object.keys(value)
  const shape = SHAPES.find((names) => names.length === keys.length && names.every((name) => keys.includes(name)))
  if (shape === undefined) return { allowed: ALLOWED }
  const numbers = Object.values(value)
  if (!numbers.every((n) => typeof n === 'number')) return { allowed: ALLOWED }
  return numbers.every((n) => Number.isFinite(n) && n > 0) ? undefined : { allowed: ALLOWED, range: true }
}

/** Parses `2GB/day`, `50/s`, `100USD/month` or `100USD/month@0.4`. Returns anything else as it is, to fail the check. */
export function parseBudget(text: string): BudgetOption | string {
  const bytes = /^(\d+(?:\.\d+)?)(KB|MB|GB|TB)\/day$/.exec(text)
  if (bytes) return { bytesPerDay: Number(bytes[1]) * BYTE_UNITS[bytes[2]!]! }
  const records = /^(\d+(?:\.\d+)?)\/s$/.exec(text)
  if (records) return { recordsPerSecond: Number(records[1]) }
  const money = /^(\d+(?:\.\d+)?)USD\/month(?:@(\d+(?:\.\d+)?))?$/.exec(text)
  if (money) return { usdPerMonth: Number(money[1]), usdPerGb: Number(money[2] ?? DEFAULT_USD_PER_GB) }
  return text
}

export function resolveBudget(option: BudgetOption, share: number): Budget {
  if ('recordsPerSecond' in option) return { unit: 'records', perSecond: option.recordsPerSecond * share }
  if ('bytesPerDay' in option) return { unit: 'bytes', perSecond: (option.bytesPerDay / SECONDS_PER_DAY) * share }
  const bytesPerMonth = (option.usdPerMonth / option.usdPerGb) * BYTES_PER_GB
  return { unit: 'bytes', perSecond: (bytesPerMonth / SECONDS_PER_MONTH) * share }
}
