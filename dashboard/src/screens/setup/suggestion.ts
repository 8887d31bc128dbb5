const GB = 1e9
const DAY = 86_400
const MONTH_DAYS = 30
/** A first report is of seconds: a shorter time would make a flood of it. */
const SHORTEST_SECONDS = 60
const PART = 1 / 3
const LEAST_USD = 1
const LEAST_GB = 0.01

interface Suggestion {
  readonly unit: 'usd_per_month' | 'gb_per_day'
  readonly amount: number
  /** Keeping all, in the same unit, with three digits. */
  readonly all: number
  /** It is more than all of it: nothing would be thinned. */
  readonly isTiny: boolean
}

/**
 * Returns a first budget: a third of what is logged, with two digits.
 *
 * @param bytes logged in so many seconds
 * @param usdPerGb 0: there is no price, and the budget is in GB
 */
export function suggestedBudget(bytes: number, seconds: number, usdPerGb: number): Suggestion {
  const perDay = (bytes / Math.max(SHORTEST_SECONDS, seconds)) * DAY
  const [unit, all, least] =
    usdPerGb > 0
      ? (['usd_per_month', (perDay / GB) * usdPerGb * MONTH_DAYS, LEAST_USD] as const)
      : (['gb_per_day', perDay / GB, LEAST_GB] as const)
  const amount = Math.max(least, roundedUp(all * PART))
  return { unit, amount, all: Number(all.toPrecision(3)), isTiny: amount >= all }
}

/** Returns at least a number, with two digits: 0.1234 as 0.13, 1,234 as 1,300. */
function roundedUp(value: number): number {
  if (!(value > 0)) return 0
  const step = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Number((Math.ceil(value / step - 1e-9) * step).toPrecision(2))
}
