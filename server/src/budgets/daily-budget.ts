import { BYTES_PER_GB } from 'lipservice/allocation'
import type { StoredBudget } from '../store/contracts/budgets.js'

const DAY_SECONDS = 86_400

/** What may be kept in a day (UTC), in bytes as billed or in records. */
export interface DailyBudget {
  readonly unit: 'bytes' | 'records'
  readonly perDay: number
  /** As the person said it. */
  readonly text: string
  /** When that was, epoch seconds. */
  readonly since: number
}

/**
 * Returns what a budget allows on the day (UTC) of `now`.
 *
 * @param usdPerGb price of a GB (10⁹ bytes), > 0 where the budget is money
 * @param now epoch seconds
 */
export function dailyBudgetOf({ unit, amount, updatedAt }: StoredBudget, usdPerGb: number, now: number): DailyBudget {
  switch (unit) {
    case 'gb_per_day':
      return { unit: 'bytes', perDay: amount * BYTES_PER_GB, text: `${shown(amount)} GB a day`, since: updatedAt }
    case 'usd_per_month': {
      const perDay = (amount / usdPerGb / daysOfMonth(now)) * BYTES_PER_GB
      return { unit: 'bytes', perDay, text: `$${shown(amount)} a month at $${usdPerGb} per GB`, since: updatedAt }
    }
    case 'records_per_second':
      return {
        unit: 'records',
        perDay: amount * DAY_SECONDS,
        text: `${shown(amount)} records a second`,
        since: updatedAt,
      }
  }
}

/** Returns an amount without the sixteen digits of a computed one. */
function shown(amount: number): string {
  return String(Number(amount.toPrecision(4)))
}

function daysOfMonth(now: number): number {
  const date = new Date(now * 1000)
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
}
