import type { Policy } from 'lipservice/protocol'
import type { PolicyStore, ServiceRow, StoredPolicy } from '../store/store.js'

const DAY_SECONDS = 86_400
/** Of a service: more than the versions of a day. */
const HISTORY = 300

type Rates = Readonly<Record<string, number>>

interface Today {
  readonly day: number
  readonly counts: Map<string, number>
}

/** How often the rate of each pattern was changed today (UTC), by signature. What an earlier leader changed is read from the history. */
export class RateChanges {
  readonly #policies: PolicyStore
  readonly #services = new Map<number, Today>()

  constructor(policies: PolicyStore) {
    this.#policies = policies
  }

  async of(service: ServiceRow, now: number): Promise<ReadonlyMap<string, number>> {
    const day = Math.floor(now / DAY_SECONDS)
    const known = this.#services.get(service.id)
    if (known?.day === day) return known.counts
    const counts = known === undefined ? await this.#load(service, day) : new Map<string, number>()
    this.#services.set(service.id, { day, counts })
    return counts
  }

  /** A version came into force. */
  add(service: ServiceRow, before: Rates, after: Rates): void {
    const counts = this.#services.get(service.id)?.counts
    if (counts !== undefined) count(counts, before, after)
  }

  /** Lets go of services that are gone. */
  forget(all: ReadonlySet<number>): void {
    for (const id of this.#services.keys()) if (!all.has(id)) this.#services.delete(id)
  }

  /** Another replica may have made versions. */
  reset(): void {
    this.#services.clear()
  }

  async #load({ teamId, name }: ServiceRow, day: number): Promise<Map<string, number>> {
    const history = await this.#policies.history(teamId, name, HISTORY)
    const active = history.filter(({ stage }) => stage === 'active').toReversed()
    const counts = new Map<string, number>()
    for (let i = 1; i < active.length; i++) {
      if (Math.floor(active[i]!.stageAt / DAY_SECONDS) === day)
        count(counts, ratesOf(active[i - 1]!), ratesOf(active[i]!))
    }
    return counts
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
