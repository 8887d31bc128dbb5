import { classify } from '../analysis/classify.js'
import type { EpochSeconds } from '../internal/clock.js'
import { type PatternName, patternKey, type Store } from '../store/store.js'
import { type KnownPattern, KnownPatterns } from './known-patterns.js'
import { ReportedReasons } from './reported-reasons.js'

/** A service as this replica knows it. */
export class KnownService {
  readonly id: number
  readonly patterns: KnownPatterns
  readonly reasons: ReportedReasons
  usedAt: number
  #minute = 0
  #reports = 0
  #before = 0

  constructor(id: number, patterns: KnownPatterns, reasons: ReportedReasons, usedAt: number) {
    this.id = id
    this.patterns = patterns
    this.reasons = reasons
    this.usedAt = usedAt
  }

  /** Counts a report. Returns how many came within a minute: in this one or the last, whichever is more. */
  reportsAt(seconds: number): number {
    const minute = Math.floor(seconds / 60)
    if (minute !== this.#minute) {
      this.#before = minute === this.#minute + 1 ? this.#reports : 0
      this.#minute = minute
      this.#reports = 0
    }
    this.#reports++
    return Math.max(this.#reports, this.#before)
  }
}

export interface SeenPattern {
  readonly signature: string
  readonly template: string | undefined
  readonly severity: string
  /** Absent: of an SDK that says none. */
  readonly check?: string | undefined
}

/** What patterns beyond the bound are counted under. */
const OVERFLOW: PatternName = { signature: '0000000000000000', check: '' }
const OVERFLOW_TEMPLATE = '__other__'
const MAX_TEMPLATE = 1_024
const MAX_IDLE_SECONDS = 3_600
const HOUR_SECONDS = 3_600
/** Reasons that were counted within so long are known of a service. */
const REASONS_KNOWN_SECONDS = 2 * 86_400

export interface CatalogLimits {
  readonly servicesPerTeam: number
  readonly patternsPerService: number
}

/**
 * Services and their patterns in memory, so that a report needs no look-up. Bounded by the limits, and by what was used
 * within the hour.
 */
export class ServiceCatalog {
  readonly #store: Store
  readonly #limits: CatalogLimits
  readonly #services = new Map<string, Promise<KnownService | undefined>>()

  constructor(store: Store, limits: CatalogLimits) {
    this.#store = store
    this.#limits = limits
  }

  /** Returns `undefined` if the team has as many services as it may. */
  async service(teamId: number, name: string, now: EpochSeconds): Promise<KnownService | undefined> {
    const key = `${teamId} ${name}`
    let loading = this.#services.get(key)
    if (loading === undefined) {
      loading = this.#load(teamId, name, now)
      this.#services.set(key, loading)
      // Neither a failure nor a refusal is for ever.
      loading.then(
        (service) => service === undefined && this.#services.delete(key),
        () => this.#services.delete(key),
      )
    }
    const service = await loading
    if (service !== undefined) service.usedAt = now
    return service
  }

  /** Returns the pattern of a service, or its overflow pattern if it has as many as it may. */
  pattern(service: KnownService, seen: SeenPattern, now: EpochSeconds, version: string | undefined): KnownPattern {
    const { patterns } = service
    const known = patterns.find(seen.signature, seen.check)
    if (known !== undefined) return known
    const overflows = patterns.size >= this.#limits.patternsPerService
    const name = overflows ? OVERFLOW : { signature: seen.signature, check: seen.check ?? '' }
    const before = overflows ? patterns.find(name.signature, name.check) : undefined
    if (before !== undefined) return before
    const isOther = name.signature === OVERFLOW.signature && name.check === OVERFLOW.check
    const template = isOther ? OVERFLOW_TEMPLATE : (seen.template ?? '').slice(0, MAX_TEMPLATE)
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
    patterns.add(pattern)
    return pattern
  }

  /** Forgets services that nobody reports for. */
  async forgetIdle(now: EpochSeconds): Promise<void> {
    for (const [key, loading] of this.#services) {
      const service = await loading.catch(() => undefined)
      if (service !== undefined && now - service.usedAt > MAX_IDLE_SECONDS) this.#services.delete(key)
    }
  }

  async #load(teamId: number, name: string, now: EpochSeconds): Promise<KnownService | undefined> {
    const id = await this.#store.services.ensure(teamId, name, now, this.#limits.servicesPerTeam)
    if (id === undefined) return undefined
    const rows = await this.#store.patterns.known(id)
    const patterns = new KnownPatterns(rows.map((row) => ({ ...row, writtenAt: row.lastSeen })))
    const reasons = await this.#store.services.reasons(id, {
      from: now - REASONS_KNOWN_SECONDS,
      to: now + HOUR_SECONDS,
    })
    return new KnownService(id, patterns, new ReportedReasons(reasons), now)
  }
}
