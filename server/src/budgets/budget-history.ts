import type { AuditEntry } from '../store/contracts/audit.js'
import { BUDGET_UNITS, type BudgetUnit } from '../store/contracts/budgets.js'
import { dailyBudgetOf } from './daily-budget.js'

/** A budget as it was at some time. */
interface Said {
  readonly unit: BudgetUnit
  readonly amount: number
}

/**
 * Returns what a team's budgets allowed in bytes a day, at each of some times; `null`: none applied, or one in records. A team's budget stands for
 * all of its services; without one those of the services are added up.
 *
 * @param entries of budgets, in any order; what was said before the first of them is not known
 * @param service its own budget, or else none; `undefined`: of the whole team
 * @param times in ascending order
 */
export function budgetsOverTime(
  entries: readonly AuditEntry[],
  service: string | undefined,
  times: readonly number[],
  usdPerGb: number,
): (number | null)[] {
  const inOrder = entries.toSorted((a, b) => a.at - b.at)
  const said = new Map<string, Said>()
  let next = 0
  return times.map((time) => {
    for (; next < inOrder.length && inOrder[next]!.at <= time; next++) apply(said, inOrder[next]!)
    if (service !== undefined) return bytesPerDay(said.get(service), usdPerGb, time)
    const team = said.get('')
    if (team !== undefined) return bytesPerDay(team, usdPerGb, time)
    if (said.size === 0) return null
    const own = [...said.values()].map((one) => bytesPerDay(one, usdPerGb, time))
    return own.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0)
  })
}

function apply(said: Map<string, Said>, { action, service, detail }: AuditEntry): void {
  if (action === 'budget.removed') said.delete(service)
  if (action !== 'budget.set') return
  const { unit, amount } = detail as Partial<Said>
  if (BUDGET_UNITS.some((known) => known === unit) && typeof amount === 'number')
    said.set(service, { unit: unit!, amount })
}

function bytesPerDay(said: Said | undefined, usdPerGb: number, time: number): number | null {
  if (said === undefined || (said.unit === 'usd_per_month' && !(usdPerGb > 0))) return null
  const { unit, perDay } = dailyBudgetOf(
    { teamId: 0, service: '', ...said, updatedAt: 0, updatedBy: '' },
    usdPerGb,
    time,
  )
  return unit === 'bytes' ? perDay : null
}
