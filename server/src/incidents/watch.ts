import { yieldToEventLoop } from '../internal/clock.js'
import type { MinuteCount, ServiceRow, Store } from '../store/store.js'
import { PastMinutes } from './past-minutes.js'
import { SeriesTable } from './series-table.js'
import { type Sighting, WatchedService } from './watched-service.js'

/** Patterns of all services that are watched. */
const MAX_SERIES = 100_000
/** After another replica led, detectors learn from so much of the past, and from so many rows of it. */
const REPLAYED_MINUTES = 2 * 1_440
const MAX_REPLAYED_ROWS = 500_000
const MIN_ROWS_PER_SERVICE = 5_000
/** Steps of single series until everything else has its turn: some milliseconds. */
const STEPS_PER_TURN = 10_000

/** Does work for one service. Returns whether it could be done. @throws what is no failure of that service */
export type Contain = (serviceId: number, work: () => Promise<void>) => Promise<boolean>

/** The detectors of all services, and what they have learnt. */
export class Watch {
  readonly #counters: Store['counters']
  readonly #contain: Contain
  readonly #services = new Map<number, WatchedService>()
  readonly #firstSeen = new Map<number, number>()
  readonly #table = new SeriesTable(MAX_SERIES)

  /** @param contain runs what is done for one service, whose failure may be that service's alone */
  constructor(counters: Store['counters'], contain: Contain) {
    this.#counters = counters
    this.#contain = contain
  }

  /** Learns from the past days, up to `end`, in minutes since the epoch. */
  async learn(rows: readonly ServiceRow[], end: number): Promise<void> {
    const limit = Math.max(MIN_ROWS_PER_SERVICE, Math.floor(MAX_REPLAYED_ROWS / Math.max(1, rows.length)))
    for (const row of rows) await this.#contain(row.id, () => this.#learn(row, end, limit))
  }

  /** Learns again from services that were backfilled since. */
  async relearn(rows: readonly ServiceRow[], end: number): Promise<void> {
    for (const row of rows) {
      const known = this.#firstSeen.get(row.id)
      this.#firstSeen.set(row.id, row.firstSeen)
      if (known === undefined || known <= row.firstSeen) continue
      this.forget(row.id)
      await this.#contain(row.id, () => this.#learn(row, end, MAX_REPLAYED_ROWS))
    }
  }

  /** Returns the ids of the services that are watched. */
  ids(): Iterable<number> {
    return this.#services.keys()
  }

  /** @param counts of this service and minute, which is over */
  step(id: number, minute: number, counts: readonly MinuteCount[]): Sighting[] {
    const service = this.#services.get(id) ?? new WatchedService(this.#table)
    const found = service.step(minute, counts)
    if (service.size === 0) this.#services.delete(id)
    else this.#services.set(id, service)
    return found
  }

  /** Returns what a minute shows that is not over yet. Learns nothing. */
  peek(id: number, minute: number, counts: readonly MinuteCount[]): Sighting[] {
    return this.#services.get(id)?.peek(minute, counts) ?? []
  }

  /** Returns the records of a pattern in its first ten minutes. */
  earlyOf(serviceId: number, pattern: string): number {
    return this.#services.get(serviceId)?.earlyOf(pattern) ?? 0
  }

  async #learn({ id, firstSeen }: ServiceRow, end: number, limit: number): Promise<void> {
    this.#firstSeen.set(id, firstSeen)
    const range = { start: end - REPLAYED_MINUTES, end, limit }
    const past = await PastMinutes.read(this.#counters, id, range, yieldToEventLoop)
    let steps = 0
    for (const { minute, counts } of past.upTo(end)) {
      this.step(id, minute, counts)
      steps += this.#services.get(id)?.size ?? 0
      if (steps < STEPS_PER_TURN) continue
      steps = 0
      await yieldToEventLoop()
    }
    await yieldToEventLoop()
  }

  /** Forgets what was learnt of a service. */
  forget(id: number): void {
    this.#services.get(id)?.end()
    this.#services.delete(id)
  }
}
