import type { Policy } from 'lipservice/protocol'
import type { EpochSeconds } from '../internal/clock.js'
import type { PolicyStore, ServiceRow, StoredPolicy } from '../store/store.js'

const DAY_SECONDS = 86_400
/** Versions of a service that are read: more than there are in a day. */
const MAX_VERSIONS_READ = 300

type Rates = Readonly<Record<string, number>>

/** What was changed of a policy today (UTC). */
export interface ChangesToday {
  /** How often the rate of each signature was. */
  readonly rates: ReadonlyMap<string, number>
  /** Versions that came into force. */
  readonly versions: number
}

interface Today {
  readonly day: number
  readonly rates: Map<string, number>
  versions: number
}

export interface RateChanges {
  /** What an earlier leader changed is read from the history. */
  of(service: ServiceRow, now: EpochSeconds): Promise<ChangesToday>
  /** To be called when a version came into force. */
  add(service: ServiceRow, before: Rates, after: Rates): void
  /** Lets go of all services but these. */
  keepOnly(ids: ReadonlySet<number>): void
  /** Forgets everything: another replica may have made versions. */
  reset(): void
}

export function createRateChanges(policies: Pick<PolicyStore, 'summaries' | 'find'>): RateChanges {
  const services = new Map<number, Today>()

  async function load({ teamId, name }: ServiceRow, day: number): Promise<Today> {
    const history = await policies.summaries(teamId, name, { limit: MAX_VERSIONS_READ })
    const active = history.filter(({ stage }) => stage === 'active').toReversed()
    const today: Today = { day, rates: new Map(), versions: 0 }
    // Documents are large: those of today are read, and two are in memory at once.
    const documentOf = (version: number) => policies.find(teamId, name, version)
    let before: StoredPolicy | undefined
    for (const [i, { version, stageAt }] of active.entries()) {
      if (Math.floor(stageAt / DAY_SECONDS) !== day) {
        before = undefined
        continue
      }
      today.versions++
      if (i > 0) before ??= await documentOf(active[i - 1]!.version)
      const own = await documentOf(version)
      if (before !== undefined && own !== undefined) count(today.rates, ratesOf(before), ratesOf(own))
      before = own
    }
    return today
  }

  return {
    async of(service, now) {
      const day = Math.floor(now / DAY_SECONDS)
      const known = services.get(service.id)
      if (known?.day === day) return known
      const today = known === undefined ? await load(service, day) : { day, rates: new Map(), versions: 0 }
      services.set(service.id, today)
      return today
    },
    add(service, before, after) {
      const today = services.get(service.id)
      if (today === undefined) return
      today.versions++
      count(today.rates, before, after)
    },
    keepOnly(ids) {
      for (const id of services.keys()) if (!ids.has(id)) services.delete(id)
    },
    reset: () => services.clear(),
  }
}

function count(counts: Map<string, number>, before: Rates, after: Rates): void {
  for (const signature in { ...before, ...after }) {
    if ((before[signature] ?? 1) !== (after[signature] ?? 1)) counts.set(signature, (counts.get(signature) ?? 0) + 1)
  }
}

function ratesOf({ document }: StoredPolicy): Rates {
  return (JSON.parse(document) as Policy).pattern_rates ?? {}
}
