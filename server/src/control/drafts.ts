import type { PutAnswer } from '../policies/policy-book.js'
import type { Rollouts } from '../rollouts/rollouts.js'
import type { Store } from '../store/store.js'
import type { ServiceReader } from './service-reader.js'

const NO_INCIDENTS: ReadonlyMap<string, number> = new Map()

/** People's documents on the way that plans go. */
export class Drafts {
  readonly #store: Store
  readonly #reader: ServiceReader
  readonly #rollouts: Rollouts

  constructor(store: Store, reader: ServiceReader, rollouts: Rollouts) {
    this.#store = store
    this.#reader = reader
    this.#rollouts = rollouts
  }

  /** `undefined`: the team has no such service. */
  async submit(
    teamId: number,
    name: string,
    document: object,
    by: string,
    reason: string,
  ): Promise<PutAnswer | undefined> {
    const service = await this.#store.services.get(teamId, name)
    if (service === undefined) return undefined
    const { profile, instances } = await this.#reader.read(service, NO_INCIDENTS)
    const draft = { service, document, profile, instances, forecast: {}, bytesPerDay: undefined }
    return this.#rollouts.submit({ ...draft, kind: 'operator', by, reason })
  }
}
