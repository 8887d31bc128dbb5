import { breathe, type Now } from '../internal/clock.js'
import type { MinuteCount, NewPattern, ServiceRow, Store } from '../store/store.js'
import { group, REOPENED_SECONDS, type SeenIn } from './grouping.js'
import { type Sighting, WatchedService } from './watched-service.js'

const MINUTE_SECONDS = 60
const DAY_SECONDS = 86_400
/** All patterns of all services, at about 0.7 KB each. */
const MAX_SERIES = 100_000
/** After a take-over detectors learn from so much of the past, and from so many rows of it. */
const REPLAYED_MINUTES = 2 * 1_440
const REPLAYED_ROWS = 500_000
const LEAST_ROWS = 5_000
/** A longer gap is not made up for. */
const MAX_BEHIND_MINUTES = 30
/** A new pattern is one that warns, or one that comes so often in its first ten minutes. */
const LOUD = new Set(['WARNING', 'ERROR', 'CRITICAL'])
const OFTEN = 20
const NEW_SECONDS = 600
const NEW_LIMIT = 1_000
const SERVICES_A_TURN = 10

/** Searches counts before sampling, minute by minute, for what is out of the ordinary. By one replica at a time. */
export class Detection {
  readonly #store: Store
  readonly #lag: number
  readonly #now: Now
  #watched = new Map<number, WatchedService>()
  readonly #firstSeen = new Map<number, number>()
  /** Minute up to which the detectors have learnt. */
  #until: number | undefined

  /** @param lag counts of a minute are complete so many seconds after its end */
  constructor(store: Store, lag: number, now: Now) {
    this.#store = store
    this.#lag = lag
    this.#now = now
  }

  /** Forgets everything: another replica may have gone on. */
  reset(): void {
    this.#watched = new Map()
    this.#firstSeen.clear()
    this.#until = undefined
  }

  async step(): Promise<void> {
    const { incidents, services, counters } = this.#store
    const now = Math.floor(this.#now() / 1000)
    const complete = Math.floor((now - this.#lag) / MINUTE_SECONDS)
    const known = await incidents.detectedUntil()
    const rows = new Map((await services.active(now - DAY_SECONDS)).map((row) => [row.id, row]))
    if (this.#until === undefined || (known !== undefined && known !== this.#until)) {
      this.reset()
      await this.#learn([...rows.values()], known ?? complete, complete)
    }
    await this.#relearn([...rows.values()])
    const from = this.#until!
    const byMinute = Map.groupBy(
      await counters.minutes(from, Math.floor(now / MINUTE_SECONDS) + 1),
      ({ minute }) => minute,
    )
    const found = new Map<number, Sighting[]>()
    for (let minute = from; minute < complete; minute++) {
      // Nobody reported anything: that says more of us than of them.
      const counts = byMinute.get(minute)
      if (counts !== undefined) await this.#minute(minute, counts, found)
      this.#until = minute + 1
    }
    for (const [minute, counts] of byMinute) if (minute >= complete) this.#peek(minute, counts, found)
    await this.#findNew(now, found)
    const written = await this.#write(known, Math.max(complete, from), rows, found)
    if (!written) this.reset()
  }

  /** Detectors of a new leader know the past days. */
  async #learn(rows: readonly ServiceRow[], until: number, complete: number): Promise<void> {
    const end = Math.max(until, complete - MAX_BEHIND_MINUTES)
    const limit = Math.max(LEAST_ROWS, Math.floor(REPLAYED_ROWS / Math.max(1, rows.length)))
    for (const row of rows) await this.#learnOne(row, end, limit)
    this.#until = end
  }

  /** Of a service that was given a past. */
  async #relearn(rows: readonly ServiceRow[]): Promise<void> {
    for (const row of rows) {
      const known = this.#firstSeen.get(row.id)
      this.#firstSeen.set(row.id, row.firstSeen)
      if (known === undefined || known <= row.firstSeen) continue
      this.#watched.delete(row.id)
      await this.#learnOne(row, this.#until!, REPLAYED_ROWS)
    }
  }

  async #learnOne({ id, firstSeen }: ServiceRow, end: number, limit: number): Promise<void> {
    this.#firstSeen.set(id, firstSeen)
    const counts = await this.#store.counters.minutesOf(id, end - REPLAYED_MINUTES, end, limit)
    // Where there were more, the first minute is not whole.
    const first = counts.length < limit ? counts[0]?.minute : (counts[0]?.minute ?? 0) + 1
    if (first === undefined) return
    const service = this.#service(id)
    const byMinute = Map.groupBy(counts, ({ minute }) => minute)
    for (let minute = first; minute < end; minute++) service.step(minute, byMinute.get(minute) ?? [], this.#room())
    await breathe()
  }

  async #minute(minute: number, counts: readonly MinuteCount[], found: Map<number, Sighting[]>): Promise<void> {
    const byService = Map.groupBy(counts, ({ serviceId }) => serviceId)
    let turn = 0
    for (const id of new Set([...this.#watched.keys(), ...byService.keys()])) {
      const service = this.#service(id)
      append(found, id, service.step(minute, byService.get(id) ?? [], this.#room()))
      if (service.size === 0) this.#watched.delete(id)
      if (++turn % SERVICES_A_TURN === 0) await breathe()
    }
  }

  #peek(minute: number, counts: readonly MinuteCount[], found: Map<number, Sighting[]>): void {
    for (const [id, own] of Map.groupBy(counts, ({ serviceId }) => serviceId))
      append(found, id, this.#watched.get(id)?.peek(minute, own) ?? [])
  }

  async #findNew(now: number, found: Map<number, Sighting[]>): Promise<void> {
    const from = Math.floor(now - this.#lag - NEW_SECONDS)
    for (const pattern of await this.#store.patterns.newIn({ from, to: Math.ceil(now) }, NEW_LIMIT)) {
      if (!this.#isNews(pattern)) continue
      const { serviceId, signature, firstSeen } = pattern
      const observed = this.#watched.get(serviceId)?.earlyOf(signature) ?? 0
      append(found, serviceId, [{ kind: 'new_pattern', signature, expected: 0, observed, at: firstSeen }])
    }
  }

  #isNews({ severity, serviceId, signature, firstSeen, serviceFirstSeen }: NewPattern): boolean {
    if (firstSeen - serviceFirstSeen < DAY_SECONDS) return false
    return LOUD.has(severity) || (this.#watched.get(serviceId)?.earlyOf(signature) ?? 0) >= OFTEN
  }

  async #write(
    from: number | undefined,
    until: number,
    rows: ReadonlyMap<number, ServiceRow>,
    found: ReadonlyMap<number, readonly Sighting[]>,
  ): Promise<boolean> {
    const { incidents, services, patterns } = this.#store
    const seen: SeenIn[] = []
    for (const [serviceId, sightings] of found) {
      const row = rows.get(serviceId)
      if (row === undefined || sightings.length === 0) continue
      const known = new Map((await patterns.known(serviceId)).map((pattern) => [pattern.signature, pattern]))
      const release = (await services.newestRelease(serviceId))?.version ?? ''
      seen.push({
        teamId: row.teamId,
        serviceId,
        release,
        sightings: sightings.map((sighting) => {
          const { template = '', severity = '' } = known.get(sighting.signature) ?? {}
          return { ...sighting, template, severity }
        }),
      })
    }
    const end = until * MINUTE_SECONDS
    const { opened, changed } = group(await incidents.recent(end - REOPENED_SECONDS), seen, end)
    if (opened.length === 0 && changed.length === 0 && from === until) return true
    return incidents.record({ from, until, opened, changed })
  }

  #service(id: number): WatchedService {
    let service = this.#watched.get(id)
    if (service === undefined) {
      service = new WatchedService()
      this.#watched.set(id, service)
    }
    return service
  }

  #room(): number {
    let size = 0
    for (const service of this.#watched.values()) size += service.size
    return MAX_SERIES - size
  }
}

function append(found: Map<number, Sighting[]>, id: number, more: readonly Sighting[]): void {
  if (more.length > 0) found.set(id, [...(found.get(id) ?? []), ...more])
}
