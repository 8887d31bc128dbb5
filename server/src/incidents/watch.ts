import { breathe } from '../internal/clock.js'
import type { MinuteCount, ServiceRow, Store } from '../store/store.js'
import { type Sighting, WatchedService } from './watched-service.js'

/** All patterns of all services, at about 0.7 KB each. */
const MAX_SERIES = 100_000
/** After a take-over detectors learn from so much of the past, and from so many rows of it. */
const REPLAYED_MINUTES = 2 * 1_440
const REPLAYED_ROWS = 500_000
const LEAST_ROWS = 5_000
const SERVICES_A_TURN = 10

/** By the id of the service. */
export class Sightings extends Map<number, Sighting[]> {
  append(serviceId: number, more: readonly Sighting[]): void {
    if (more.length > 0) this.set(serviceId, [...(this.get(serviceId) ?? []), ...more])
  }
}

/** The detectors of all services, and what they have learnt. */
export class Watch {
  readonly #counters: Store['counters']
  readonly #services = new Map<number, WatchedService>()
  readonly #firstSeen = new Map<number, number>()

  constructor(counters: Store['counters']) {
    this.#counters = counters
  }

  /** Learns from the past days, up to `end`, in minutes since the epoch. */
  async learn(rows: readonly ServiceRow[], end: number): Promise<void> {
    const limit = Math.max(LEAST_ROWS, Math.floor(REPLAYED_ROWS / Math.max(1, rows.length)))
    for (const row of rows) await this.#learn(row, end, limit)
  }

  /** Learns anew of services that were given a past since. */
  async relearn(rows: readonly ServiceRow[], end: number): Promise<void> {
    for (const row of rows) {
      const known = this.#firstSeen.get(row.id)
      this.#firstSeen.set(row.id, row.firstSeen)
      if (known === undefined || known <= row.firstSeen) continue
      this.#services.delete(row.id)
      await this.#learn(row, end, REPLAYED_ROWS)
    }
  }

  async step(minute: number, counts: readonly MinuteCount[], found: Sightings): Promise<void> {
    const byService = Map.groupBy(counts, ({ serviceId }) => serviceId)
    let turn = 0
    for (const id of new Set([...this.#services.keys(), ...byService.keys()])) {
      const service = this.#service(id)
      found.append(id, service.step(minute, byService.get(id) ?? [], this.#room()))
      if (service.size === 0) this.#services.delete(id)
      if (++turn % SERVICES_A_TURN === 0) await breathe()
    }
  }

  /** What a minute shows that is not over yet. Learns nothing. */
  peek(minute: number, counts: readonly MinuteCount[], found: Sightings): void {
    for (const [id, own] of Map.groupBy(counts, ({ serviceId }) => serviceId))
      found.append(id, this.#services.get(id)?.peek(minute, own) ?? [])
  }

  /** Records of a pattern in its first minutes. */
  earlyOf(serviceId: number, signature: string): number {
    return this.#services.get(serviceId)?.earlyOf(signature) ?? 0
  }

  async #learn({ id, firstSeen }: ServiceRow, end: number, limit: number): Promise<void> {
    this.#firstSeen.set(id, firstSeen)
    const counts = await this.#counters.minutesOf(id, end - REPLAYED_MINUTES, end, limit)
    // Where there were more, the first minute is not whole.
    const first = counts.length < limit ? counts[0]?.minute : (counts[0]?.minute ?? 0) + 1
    if (first === undefined) return
    const service = this.#service(id)
    const byMinute = Map.groupBy(counts, ({ minute }) => minute)
    for (let minute = first; minute < end; minute++) service.step(minute, byMinute.get(minute) ?? [], this.#room())
    await breathe()
  }

  #service(id: number): WatchedService {
    let service = this.#services.get(id)
    if (service === undefined) {
      service = new WatchedService()
      this.#services.set(id, service)
    }
    return service
  }

  #room(): number {
    let size = 0
    for (const service of this.#services.values()) size += service.size
    return MAX_SERIES - size
  }
}
