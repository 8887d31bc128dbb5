import type { WordFamily } from 'lipservice/protocol'
import type { EpochSeconds } from '../internal/clock.js'
import type { Store } from '../store/store.js'
import { sharedFamilies } from './shared-families.js'

/** Families come seldom, and all patterns of a service have to be looked at for them. */
const READ_EVERY_SECONDS = 300

/** The word families for the policies of services, read every five minutes. */
export interface FamilyReader {
  /** Returns `undefined` where no instance has told of any. */
  of(serviceId: number, now: EpochSeconds): Promise<readonly WordFamily[] | undefined>
  /** Lets go of all services but these. */
  keepOnly(ids: ReadonlySet<number>): void
}

export function createFamilyReader({ families, patterns }: Pick<Store, 'families' | 'patterns'>): FamilyReader {
  const services = new Map<number, { readonly at: EpochSeconds; readonly shared: readonly WordFamily[] | undefined }>()

  return {
    async of(serviceId, now) {
      const known = services.get(serviceId)
      if (known !== undefined && now >= known.at && now - known.at < READ_EVERY_SECONDS) return known.shared
      const told = await families.of(serviceId)
      const shared = told.length === 0 ? undefined : await sharedFamilies(told, await patterns.known(serviceId))
      services.set(serviceId, { at: now, shared })
      return shared
    },
    keepOnly(ids) {
      for (const id of services.keys()) if (!ids.has(id)) services.delete(id)
    },
  }
}
