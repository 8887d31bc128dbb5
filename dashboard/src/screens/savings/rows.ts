import type { components } from '../../api/schema.js'

/** What all rows of the savings have. */
export type SavingsRow = Pick<
  components['schemas']['ServiceSavings'],
  'bytes' | 'billed_bytes' | 'usd' | 'billed_usd' | 'saved_usd' | 'relative_standard_error'
>
export type ServiceSavings = components['schemas']['ServiceSavings']

const sum = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((total, one) => total + of(one), 0)

/** Returns rows together, as the API says them; how exact they are together is not theirs to say. */
export const together = (rows: readonly SavingsRow[]): SavingsRow => ({
  bytes: sum(rows, (one) => one.bytes),
  billed_bytes: sum(rows, (one) => one.billed_bytes),
  usd: sum(rows, (one) => one.usd),
  billed_usd: sum(rows, (one) => one.billed_usd),
  saved_usd: sum(rows, (one) => one.saved_usd),
  relative_standard_error: null,
})

export interface Guarantee {
  readonly reason: string
  readonly records: number
  readonly bytes: number
  readonly usd: number
}

/** Returns what the guarantees of all services took, most first; those that took nothing are left out. */
export function guaranteesOf(services: readonly ServiceSavings[]): Guarantee[] {
  const all = Map.groupBy(
    services.flatMap(({ guarantees }) => guarantees),
    ({ reason }) => reason,
  )
  return [...all]
    .map(([reason, own]) => ({
      reason,
      records: sum(own, (one) => one.records),
      bytes: sum(own, (one) => one.bytes),
      usd: sum(own, (one) => one.usd),
    }))
    .filter(({ records }) => records > 0)
    .toSorted((a, b) => b.bytes - a.bytes)
}
