import { type Now, yieldToEventLoop } from '../internal/clock.js'
import type { MinuteCount, NewPattern, ServiceRow, Store } from '../store/store.js'
import { group, REOPENED_SECONDS, type SeenIn } from './grouping.js'
import { Watch } from './watch.js'
import type { Sighting } from './watched-service.js'

const MINUTE_SECONDS = 60
const DAY_SECONDS = 86_400
/** A longer gap is not made up for. */
const MAX_BEHIND_MINUTES = 30
const LOUD = new Set(['WARNING', 'ERROR', 'CRITICAL'])
/** So often in its first ten minutes. */
const OFTEN = 20
/** What comes up so soon after a release began is what the release is about. */
const DEPLOY_SECONDS = 3_600
const NEW_SECONDS = 600
const NEW_LIMIT = 1_000
/** A fleet's counts of some minutes are more than anybody needs in memory at once. */
const SERVICES_AT_ONCE = 4
/** Looking at running minutes takes at most so small a part of the time. */
const PEEK_PAUSE = 50

/** By the id of the service. */
type Found = Map<number, Sighting[]>

/** Searches counts before sampling, minute by minute, for what is out of the ordinary. By one replica at a time. */
export class Detection {
  readonly #store: Store
  readonly #lag: number
  readonly #now: Now
  #watch: Watch
  /** Minute up to which the detectors have learnt. */
  #until: number | undefined
  /** Epoch milliseconds. */
  #nextPeek = 0

  /** @param lag counts of a minute are complete so many seconds after its end */
  constructor(store: Store, lag: number, now: Now) {
    this.#store = store
    this.#lag = lag
    this.#now = now
    this.#watch = new Watch(store.counters)
  }

  /** Forgets everything: another replica may have gone on. */
  reset(): void {
    this.#watch = new Watch(this.#store.counters)
    this.#until = undefined
  }

  async step(): Promise<void> {
    try {
      await this.#step()
    } catch (error) {
      // Some services may have gone on, others not.
      this.reset()
      throw error
    }
  }

  async #step(): Promise<void> {
    const { incidents, services, counters } = this.#store
    const now = Math.floor(this.#now() / 1000)
    const complete = Math.floor((now - this.#lag) / MINUTE_SECONDS)
    const known = await incidents.detectedUntil()
    const rows = new Map((await services.active(now - DAY_SECONDS)).map((row) => [row.id, row]))
    if (this.#until === undefined || (known !== undefined && known !== this.#until)) {
      this.reset()
      this.#until = Math.max(known ?? complete, complete - MAX_BEHIND_MINUTES)
      await this.#watch.learn([...rows.values()], this.#until)
    }
    const from = this.#until
    await this.#watch.relearn([...rows.values()], from)
    const found: Found = new Map()
    const ids = [...new Set([...rows.keys(), ...this.#watch.ids()])]
    // A minute without any report says more of us than of them.
    const counted = await counters.countedMinutes(from, complete)
    if (counted.length > 0) {
      await this.#read(ids, from, complete, (id, byMinute) => {
        for (const minute of counted) append(found, id, this.#watch.step(id, minute, byMinute.get(minute) ?? []))
      })
    }
    await this.#peek(ids, complete, found)
    this.#until = Math.max(complete, from)
    await this.#findNew(now, found)
    const written = await this.#write(known, this.#until, rows, found)
    if (!written) this.reset()
  }

  /** Looks at minutes that are not over yet; the longer that takes, the less often. */
  async #peek(ids: readonly number[], complete: number, found: Found): Promise<void> {
    const started = this.#now()
    if (started < this.#nextPeek) return
    await this.#read(ids, complete, Math.floor(started / 1000 / MINUTE_SECONDS) + 1, (id, byMinute) => {
      for (const [minute, counts] of byMinute) append(found, id, this.#watch.peek(id, minute, counts))
    })
    this.#nextPeek = started + (this.#now() - started) * PEEK_PAUSE
  }

  /** A few services at a time. */
  async #read(
    ids: readonly number[],
    first: number,
    until: number,
    take: (id: number, byMinute: ReadonlyMap<number, MinuteCount[]>) => void,
  ): Promise<void> {
    for (let at = 0; at < ids.length; at += SERVICES_AT_ONCE) {
      const some = ids.slice(at, at + SERVICES_AT_ONCE)
      const counts = await this.#store.counters.minutes(first, until, some)
      const byService = Map.groupBy(counts, ({ serviceId }) => serviceId)
      for (const id of some)
        take(
          id,
          Map.groupBy(byService.get(id) ?? [], ({ minute }) => minute),
        )
      await yieldToEventLoop()
    }
  }

  async #findNew(now: number, found: Found): Promise<void> {
    const from = Math.floor(now - this.#lag - NEW_SECONDS)
    for (const pattern of await this.#store.patterns.newIn({ from, to: Math.ceil(now) }, NEW_LIMIT)) {
      const { serviceId, signature, firstSeen } = pattern
      const observed = this.#watch.earlyOf(serviceId, signature)
      if (!(await this.#isNews(pattern, observed))) continue
      append(found, serviceId, [{ kind: 'new_pattern', signature, expected: 0, observed, at: firstSeen }])
    }
  }

  /** What warns is news, and what is frequent, unless a deploy brought it. */
  async #isNews({ severity, serviceId, firstSeen, serviceFirstSeen }: NewPattern, observed: number): Promise<boolean> {
    if (firstSeen - serviceFirstSeen < DAY_SECONDS) return false
    if (LOUD.has(severity)) return true
    if (observed < OFTEN) return false
    const release = await this.#store.services.newestRelease(serviceId)
    return release === undefined || firstSeen - release.since > DEPLOY_SECONDS
  }

  async #write(
    from: number | undefined,
    until: number,
    rows: ReadonlyMap<number, ServiceRow>,
    found: Found,
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
}

function append(found: Found, id: number, more: readonly Sighting[]): void {
  if (more.length > 0) found.set(id, [...(found.get(id) ?? []), ...more])
}
