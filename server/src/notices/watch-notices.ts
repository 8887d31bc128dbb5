import type { BudgetStandings } from '../budgets/budget-standings.js'
import { type EpochSeconds, epochSeconds, type Now } from '../internal/clock.js'
import type { NewNotice, StoredNotice } from '../store/contracts/notices.js'
import type { ServiceRow, Store } from '../store/store.js'

const DAY_SECONDS = 86_400
/** A budget is overspent by more than this: it is met within some per cent in the ordinary. */
const OVERSPENT_RATIO = 1.1
/** A shorter silence is a deploy. */
const MIN_SILENCE_SECONDS = 600
/** Who was silent for longer was taken out of service. */
const MAX_SILENCE_SECONDS = DAY_SECONDS
const KEPT_SECONDS = 30 * DAY_SECONDS

/** Finds budgets that are overspent and services whose SDKs fell silent. By one replica at a time. */
export interface NoticeWatch {
  step(): Promise<void>
  /** Forgets since when this replica listens: what was silent while nobody listened is no news. */
  reset(): void
}

/** @param liveSeconds an instance that was silent for so long is taken for dead */
export function createNoticeWatch(
  { notices, services }: Pick<Store, 'notices' | 'services'>,
  standings: BudgetStandings,
  liveSeconds: number,
  now: Now,
): NoticeWatch {
  const silenceSeconds = Math.max(liveSeconds, MIN_SILENCE_SECONDS)
  let listensSince: EpochSeconds = epochSeconds(now)

  function silent(rows: readonly ServiceRow[], seconds: EpochSeconds): NewNotice[] {
    return rows
      .filter(({ lastSeen }) => seconds - Math.max(lastSeen, listensSince) > silenceSeconds)
      .map(({ teamId, name, lastSeen }) => {
        return { teamId, kind: 'service.silent', service: name, raisedAt: seconds, detail: { silent_since: lastSeen } }
      })
  }

  async function overspent(teamId: number, seconds: EpochSeconds): Promise<NewNotice[]> {
    const found = (await standings.of(teamId)).filter(
      ({ perDay, spentToday }) => spentToday > perDay * OVERSPENT_RATIO && spentToday > 0,
    )
    return found.map(({ budget, daily, perDay, spentToday }) => ({
      teamId,
      kind: 'budget.overspent',
      service: budget.service,
      raisedAt: seconds,
      detail: { budget: daily.text, counted_in: daily.unit, per_day: perDay, spent_today: spentToday },
    }))
  }

  async function endOver(open: readonly StoredNotice[], rows: readonly ServiceRow[], seconds: EpochSeconds) {
    const lastSeen = new Map(rows.map((row) => [`${row.teamId} ${row.name}`, row.lastSeen]))
    for (const notice of open) {
      const reportedAt = lastSeen.get(`${notice.teamId} ${notice.service}`)
      if (notice.kind === 'budget.overspent') {
        if (dayOf(notice.raisedAt) !== dayOf(seconds)) await notices.end(notice.id, seconds)
      } else if (reportedAt === undefined) {
        // It is gone for good, and nobody is told that it reports again.
        await notices.end(notice.id, seconds)
        await notices.notified(notice.id, 'ended')
      } else if (reportedAt > notice.raisedAt) await notices.end(notice.id, seconds)
    }
  }

  return {
    async step() {
      const seconds = epochSeconds(now)
      const rows = await services.active(seconds - MAX_SILENCE_SECONDS)
      const open = await notices.open()
      await endOver(open, rows, seconds)
      const teams = [...new Set(rows.map(({ teamId }) => teamId))]
      const found = [...silent(rows, seconds)]
      for (const teamId of teams) found.push(...(await overspent(teamId, seconds)))
      const known = new Set(open.map(keyOf))
      for (const notice of found) if (!known.has(keyOf(notice))) await notices.raise(notice)
      await notices.forget(seconds - KEPT_SECONDS)
    },
    reset() {
      listensSince = epochSeconds(now)
    },
  }
}

/** An overspent budget is news once a day, a silent service once a silence. */
function keyOf({ teamId, kind, service, raisedAt }: NewNotice): string {
  return `${teamId} ${kind} ${kind === 'budget.overspent' ? dayOf(raisedAt) : ''} ${service}`
}

function dayOf(seconds: EpochSeconds): number {
  return Math.floor(seconds / DAY_SECONDS)
}
