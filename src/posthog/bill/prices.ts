import type { PriceTier } from '../api/contract/account.js'

/** PostHog bills by megabytes of a million bytes, whole ones a project and day. */
export const BYTES_PER_UNIT = 1_000_000
const UNITS_PER_GB = 1_000
/** PostHog's list price, for when its own is not known. */
export const LIST_USD_PER_GB = 0.25

/** What logs cost a team, and how far into its month it is. */
export interface LogsBill {
  /** `billing`: of the team's own bill. `list`: PostHog's list price; `reason` says why. */
  readonly source: 'billing' | 'list'
  /** For people: what the price is, and where from. */
  readonly label: string
  /** Steps of the price, in megabytes of a month. */
  readonly tiers: readonly PriceTier[]
  /** Megabytes of a month that cost nothing. */
  readonly freeUnits: number
  /** Megabytes of this month so far, up to and with `day`. 0 if not known. */
  readonly usedUnits: number
  /** `YYYY-MM-DD`, in UTC. */
  readonly day: string
}

/** Returns the bill that is assumed where none can be read. @param reason for people */
export const listBill = (day: string, reason: string): LogsBill => ({
  source: 'list',
  label: `list price, $${LIST_USD_PER_GB}/GB: ${reason}`,
  tiers: [{ upTo: undefined, usdPerUnit: LIST_USD_PER_GB / UNITS_PER_GB }],
  freeUnits: 0,
  usedUnits: 0,
  day,
})

type Prices = Pick<LogsBill, 'tiers' | 'freeUnits'>

/** Returns what so many megabytes of one month cost, in US dollars: the free part once, whether it is a tier or stands beside them. */
export function usdOf({ tiers, freeUnits }: Prices, units: number): number {
  let usd = 0
  let below = 0
  for (const { upTo = Number.POSITIVE_INFINITY, usdPerUnit } of sorted(tiers)) {
    const from = Math.max(below, freeUnits)
    if (units > from) usd += Math.max(0, Math.min(units, upTo) - from) * usdPerUnit
    below = upTo
  }
  return usd
}

/** Returns what a gigabyte more costs now, in US dollars. */
export function marginalUsdPerGb(bill: LogsBill): number {
  const at = Math.max(bill.usedUnits, 0)
  if (at < bill.freeUnits) return 0
  const tier = sorted(bill.tiers).find(({ upTo = Number.POSITIVE_INFINITY }) => at < upTo)
  return (tier?.usdPerUnit ?? 0) * UNITS_PER_GB
}

/** Returns what a gigabyte costs once the free part is used, in US dollars: what the next one costs, unless that is still free. */
export function paidUsdPerGb({ tiers, freeUnits, usedUnits }: LogsBill): number {
  const at = Math.max(usedUnits, freeUnits, 0)
  const tier = sorted(tiers).find(({ upTo = Number.POSITIVE_INFINITY, usdPerUnit }) => at < upTo && usdPerUnit > 0)
  return (tier?.usdPerUnit ?? 0) * UNITS_PER_GB
}

/** Returns what is paid less for keeping so many bytes of a whole month instead of all, in US dollars. */
export const savedUsd = (prices: Prices, seenBytes: number, keptBytes: number): number =>
  usdOf(prices, seenBytes / BYTES_PER_UNIT) - usdOf(prices, keptBytes / BYTES_PER_UNIT)

/** Returns what each day costs, in US dollars: with each month the free part and the first tier begin anew. @param days in order */
export function usdByDay(prices: Prices, days: readonly { readonly day: string; readonly units: number }[]): number[] {
  let month = ''
  let used = 0
  return days.map(({ day, units }) => {
    if (day.slice(0, 7) !== month) used = 0
    month = day.slice(0, 7)
    const before = usdOf(prices, used)
    used += units
    return usdOf(prices, used) - before
  })
}

const sorted = (tiers: readonly PriceTier[]): PriceTier[] =>
  [...tiers].sort((a, b) => (a.upTo ?? Number.POSITIVE_INFINITY) - (b.upTo ?? Number.POSITIVE_INFINITY))
