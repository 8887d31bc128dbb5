import type { Policy } from 'lipservice/protocol'
import type { EpochSeconds } from '../internal/clock.js'
import type { PolicyStore, ServiceRow, StoredPolicy } from '../store/store.js'

const DAY_SECONDS = 86_400
/** Versions of a service that are read: more than there are in a day. */
const MAX_VERSIONS_READ = 300

type Rates = Readonly<Record<string, number>>

interface Today {
  readonly day: number
  readonly counts: Map<string, number>
}

/** How often the rate of each pattern was changed today (UTC). */
export interface RateChanges {
  /** Returns the changes by signature. What an earlier leader changed is read from the history. */
  of(service: ServiceRow, now: EpochSeconds): Promise<ReadonlyMap<string, number>>
  /** To be called when a version came into force. */
  add(service: ServiceRow, before: Rates, after: Rates): void
  /** Lets go of all services but these. */
  keepOnly(ids: ReadonlySet<number>): void
  /** Forgets everything: another replica may have made versions. */
  reset(): void
}

export function createRateChanges(policies: Pick<PolicyStore, 'history'>): RateChanges {
  const services = new Map<number, Today>()

  async function load({ teamId, name }: ServiceRow, day: number): Promise<Map<string, number>> {
    const history = await policies.history(teamId, name, MAX_VERSIONS_READ)
    const active = history.filter(({ stage }) => stage === 'active').toReversed()
    const counts = new Map<string, number>()
    for (let i = 1; i < active.length; i++) {
      if (Math.floor(active[i]!.stageAt / DAY_SECONDS) === day)
        count(counts, ratesOf(active[i - 1]!), ratesOf(active[i]!))
    }
    return counts
  }

  return {
    async of(service, now) {
      const day = Math.floor(now / DAY_SECONDS)
      const known = services.get(service.id)
      if (known?.day === day) return known.counts
      const counts = known === undefined ? await load(service, day) : new Map<string, number>()
      services.set(service.id, { day, counts })
      return counts
    },
    add(service, before, after) {
      const counts = services.get(service.id)?.counts
      if (counts !== undefined) count(counts, before, after)
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
