import type { components } from '../api/schema.js'
import { bytes, count, number, usd } from '../format/numbers.js'
import { amounts } from '../texts/amounts.js'

type Standing = components['schemas']['BudgetStanding']

/** `10 GB a day`, `$190 a month`, `90 records/s` */
export function budgetText({ unit, amount }: Pick<Standing, 'unit' | 'amount'>): string {
  const isRound = Number.isInteger(amount)
  const shown = unit === 'usd_per_month' ? usd(amount).replace(isRound ? /\.00$/ : /$/, '') : number(amount)
  return amounts.budget[unit](shown)
}

/** An amount in what a budget counts: bytes or records. */
export const counted = (amount: number, { counted_in }: Pick<Standing, 'counted_in'>): string =>
  counted_in === 'bytes' ? bytes(amount) : amounts.records(count(amount))
