import { type EpochSeconds, epochSeconds, type Now } from '../internal/clock.js'
import type { StoredBudget } from '../store/contracts/budgets.js'
import type { ServiceSums } from '../store/contracts/service-sums.js'
import type { ServiceRow, Store } from '../store/store.js'
import { type DailyBudget, dailyBudgetOf } from './daily-budget.js'
import { learnHourProfile } from './hour-profile.js'
import { createLearntVolumes } from './learnt-volumes.js'
import { type Overbooked, overbookedBy } from './overbooked.js'
import { pacePerMinute } from './pacing.js'

const DAY_SECONDS = 86_400
/** A service that was silent for longer shares no budget. */
const SHARES_WITHIN_SECONDS = DAY_SECONDS

/** How far a budget is spent. Amounts are in the unit of the day's budget: billed bytes or records. */
export interface BudgetStanding {
  readonly budget: StoredBudget
  readonly daily: DailyBudget
  /** What its services may keep today: of the team's, without what services have of their own. */
  readonly perDay: number
  readonly spentToday: number
  readonly monthToDate: number
  /** What may be kept per minute from now on. */
  readonly pacePerMinute: number
  /** Next midnight UTC. */
  readonly resetsAt: EpochSeconds
  /** Services that share it and reported within a day. */
  readonly sharedBy: number
  /** Of the team's: services have all of it of their own. */
  readonly overbooked: Overbooked | undefined
}

export interface BudgetStandings {
  of(teamId: number): Promise<BudgetStanding[]>
}

export function createBudgetStandings(
  store: Pick<Store, 'budgets' | 'services' | 'sums'>,
  usdPerGb: number,
  now: Now,
): BudgetStandings {
  const volumes = createLearntVolumes(store.sums)

  return {
    async of(teamId) {
      const seconds = epochSeconds(now)
      const [budgets, services] = await Promise.all([store.budgets.list(teamId), store.services.ofTeam(teamId)])
      if (budgets.length === 0) return []
      const ids = services.map(({ id }) => id)
      const midnight = Math.floor(seconds / DAY_SECONDS) * DAY_SECONDS
      const [today, month, hours] = await Promise.all([
        store.sums.of(ids, { from: midnight, to: seconds + 1 }),
        store.sums.of(ids, { from: startOfMonth(seconds), to: seconds + 1 }),
        volumes.of(teamId, ids, seconds),
      ])
      const own = new Set(budgets.map(({ service }) => service))
      const daily = new Map(budgets.map((budget) => [budget.service, dailyBudgetOf(budget, usdPerGb, seconds)]))
      const idOf = new Map(services.map(({ id, name }) => [name, id]))
      const meanBytes = (name: string) => {
        const id = idOf.get(name) ?? -1
        return meanBilledBytes(today.get(id) ?? month.get(id))
      }
      return budgets.map((budget): BudgetStanding => {
        const of = daily.get(budget.service)!
        const isTeams = budget.service === ''
        const members = services.filter(({ name }) => (isTeams ? !own.has(name) : name === budget.service))
        const owners = isTeams ? services.filter(({ name }) => own.has(name)) : []
        const ownPerDay = owners.reduce(
          (sum, owner) => sum + converted(daily.get(owner.name)!, of, meanBytes(owner.name)),
          0,
        )
        const perDay = Math.max(0, of.perDay - ownPerDay)
        const spentToday = spentOf(members, today, of)
        const profile = learnHourProfile(hours(new Set(members.map(({ id }) => id))))
        return {
          budget,
          daily: of,
          perDay,
          spentToday,
          monthToDate: spentOf(members, month, of),
          pacePerMinute: pacePerMinute(perDay, spentToday, profile, seconds),
          resetsAt: midnight + DAY_SECONDS,
          sharedBy: members.filter(({ lastSeen }) => seconds - lastSeen <= SHARES_WITHIN_SECONDS).length,
          overbooked: isTeams ? overbookedBy(budgets, usdPerGb, seconds, meanBytes) : undefined,
        }
      })
    },
  }
}

function spentOf(
  members: readonly ServiceRow[],
  sums: ReadonlyMap<number, ServiceSums>,
  { unit }: DailyBudget,
): number {
  return members.reduce((all, { id }) => {
    const found = sums.get(id)
    if (found === undefined) return all
    return all + (unit === 'records' ? found.kept : found.keptBytes + found.overheadBytes)
  }, 0)
}

/** Returns a day's budget in the unit of another. Where nothing was kept, nothing is taken from the team's either. */
function converted(from: DailyBudget, to: DailyBudget, meanBytes: number | undefined): number {
  if (from.unit === to.unit) return from.perDay
  if (meanBytes === undefined) return 0
  return from.unit === 'records' ? from.perDay * meanBytes : from.perDay / meanBytes
}

function meanBilledBytes(sums: ServiceSums | undefined): number | undefined {
  if (sums === undefined || sums.kept === 0) return undefined
  return (sums.keptBytes + sums.overheadBytes) / sums.kept
}

function startOfMonth(seconds: EpochSeconds): EpochSeconds {
  const date = new Date(seconds * 1000)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000
}
