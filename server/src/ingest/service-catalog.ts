import { classify } from 'lipservice/allocation'
import type { EpochSeconds } from '../internal/clock.js'
import { type PatternName, patternKey, type Store } from '../store/store.js'
import { type KnownPattern, KnownPatterns, lacksTemplate, templateFor } from './known-patterns.js'
import { KnownService } from './known-service.js'
import { hasRoom, reclaimPatterns } from './pattern-registry.js'
import { ReportedReasons } from './reported-reasons.js'

export interface SeenPattern {
  readonly signature: string
  /** Absent: the SDK has told it before. */
  readonly template: string | undefined
  readonly severity: string
  /** Absent: of an SDK that says none. */
  readonly check?: string | undefined
}

/** What patterns beyond the bound are counted under. */
const OVERFLOW: PatternName = { signature: '0000000000000000', check: '' }
const OVERFLOW_TEMPLATE = '__other__'
const MAX_IDLE_SECONDS = 3_600
const HOUR_SECONDS = 3_600
/** Reasons that were counted within so long are known of a service. */
const REASONS_KNOWN_SECONDS = 2 * 86_400
/** Where there is no room, so much is made at once. */
const ROOM_SHARE = 0.9

export interface CatalogLimits {
  readonly servicesPerTeam: number
  readonly patternsPerService: number
  /** Of memory, for the patterns of all services and teams. Default: no bound. */
  readonly bytes?: number
}

/** Why a service cannot be had: its team has as many as it may, or there is no memory for it now. */
export type NoService = 'too-many-services' | 'no-memory'

/**
 * Services and their patterns in memory, so that a report needs no look-up. Bounded by the limits: what was not used for longest is
 * read anew when it is used again. What waits to be written stays, as it would in any case.
 */
export class ServiceCatalog {
  readonly #store: Store
  readonly #limits: CatalogLimits
  /** Whether reports of a service wait to be written. */
  readonly #isHeld: (serviceId: number) => boolean
  readonly #loading = new Map<string, Promise<KnownService | undefined>>()
  /** By team and name. */
  readonly #services = new Map<string, KnownService>()
  #bytes = 0

  constructor(store: Store, limits: CatalogLimits, isHeld: (serviceId: number) => boolean = () => false) {
    this.#store = store
    this.#limits = limits
    this.#isHeld = isHeld
  }

  /** Returns about what all patterns take in memory. */
  get bytes(): number {
    return this.#bytes
  }

  async service(teamId: number, name: string, now: EpochSeconds): Promise<KnownService | NoService> {
    const key = keyOf(teamId, name)
    const service = this.#services.get(key) ?? (await this.#loadOnce(key, teamId, name, now))
    if (service === undefined) return 'too-many-services'
    service.usedAt = now
    return this.#makeRoomBeside(service) ? service : 'no-memory'
  }

  /**
   * Returns the pattern of a service, or its overflow pattern if it has as many as it may. One whose template has not come has an empty one;
   * the first that comes is its template for good.
   */
  pattern(service: KnownService, seen: SeenPattern, now: EpochSeconds, version: string | undefined): KnownPattern {
    const { patterns } = service
    const known = patterns.find(seen.signature, seen.check)
    if (known !== undefined) {
      const template = templateFor(known.check, seen.template)
      if (template !== '' && lacksTemplate(known)) this.#complete(service, known, template, seen.severity)
      return known
    }
    const overflows = !hasRoom(patterns, seen.severity, this.#limits.patternsPerService)
    const name = overflows ? OVERFLOW : { signature: seen.signature, check: seen.check ?? '' }
    const before = overflows ? patterns.find(name.signature, name.check) : undefined
    if (before !== undefined) return before
    const isOther = name.signature === OVERFLOW.signature && name.check === OVERFLOW.check
    const template = isOther ? OVERFLOW_TEMPLATE : templateFor(seen.check, seen.template)
    // Counted before, by SDKs that say no check: no news, whichever of the patterns with its signature it was.
    const older = isOther ? undefined : patterns.find(seen.signature, '')
    const pattern: KnownPattern = {
      serviceId: service.id,
      ...name,
      key: patternKey(name),
      template,
      severity: seen.severity,
      class: classify(template, seen.severity),
      firstSeen: older?.firstSeen ?? now,
      lastSeen: now,
      firstVersion: older === undefined ? version : older.firstVersion,
      writtenAt: 0,
    }
    this.#change(service, () => patterns.add(pattern))
    return pattern
  }

  /** Lets go of services that nobody reports for or that are gone, and of patterns where there are too many. */
  async tidy(now: EpochSeconds): Promise<void> {
    for (const [key, { usedAt }] of this.#services) if (now - usedAt > MAX_IDLE_SECONDS) this.#drop(key)
    const there = await this.#store.services.existing([...this.#services.values()].map(({ id }) => id))
    for (const [key, service] of this.#services) {
      if (!there.has(service.id)) this.#drop(key)
      else await this.#reclaim(service, now)
    }
  }

  /** Forgets a service that was removed: if it reports again, it is a new one. */
  forget(teamId: number, name: string): void {
    this.#drop(keyOf(teamId, name))
  }

  async #reclaim(service: KnownService, now: EpochSeconds): Promise<void> {
    const { patterns, id } = service
    const before = patterns.bytes
    await reclaimPatterns(this.#store.patterns, id, patterns, this.#limits.patternsPerService, now)
    if (!service.isForgotten) this.#bytes += patterns.bytes - before
  }

  #loadOnce(key: string, teamId: number, name: string, now: EpochSeconds): Promise<KnownService | undefined> {
    let loading = this.#loading.get(key)
    if (loading === undefined) {
      // Neither a failure nor a refusal is for ever.
      loading = this.#load(key, teamId, name, now).finally(() => this.#loading.delete(key))
      this.#loading.set(key, loading)
    }
    return loading
  }

  async #load(key: string, teamId: number, name: string, now: EpochSeconds): Promise<KnownService | undefined> {
    const id = await this.#store.services.ensure(teamId, name, now, this.#limits.servicesPerTeam)
    if (id === undefined) return undefined
    const rows = await this.#store.patterns.known(id)
    const patterns = new KnownPatterns(rows.map((row) => ({ ...row, writtenAt: row.lastSeen })))
    const reasons = await this.#store.services.reasons(id, {
      from: now - REASONS_KNOWN_SECONDS,
      to: now + HOUR_SECONDS,
    })
    const hasFamilies = await this.#store.families.hasAny(id)
    const service = new KnownService(id, patterns, new ReportedReasons(reasons), now, hasFamilies)
    this.#services.set(key, service)
    this.#bytes += patterns.bytes
    return service
  }

  /** Returns whether there is memory for what a service may add: what other services have in it leaves, the longest unused first. */
  #makeRoomBeside(service: KnownService): boolean {
    const { bytes: max = Number.POSITIVE_INFINITY } = this.#limits
    if (this.#bytes <= max) return true
    const byUse = [...this.#services].toSorted(([, a], [, b]) => a.usedAt - b.usedAt)
    for (const [key, other] of byUse) {
      if (this.#bytes <= max * ROOM_SHARE) break
      if (other.usedAt < service.usedAt && other.users === 0 && !this.#isHeld(other.id)) this.#drop(key)
    }
    // One alone may have as many as its own bound allows.
    return this.#bytes <= max || this.#bytes === service.patterns.bytes
  }

  #complete(service: KnownService, pattern: KnownPattern, template: string, severity: string): void {
    const told = { template, severity, class: classify(template, severity) }
    this.#change(service, () => service.patterns.complete(pattern, told))
  }

  #change(service: KnownService, change: () => void): void {
    const before = service.patterns.bytes
    change()
    if (!service.isForgotten) this.#bytes += service.patterns.bytes - before
  }

  #drop(key: string): void {
    const service = this.#services.get(key)
    if (service === undefined) return
    service.isForgotten = true
    this.#bytes -= service.patterns.bytes
    this.#services.delete(key)
  }
}

function keyOf(teamId: number, name: string): string {
  return `${teamId} ${name}`
}
