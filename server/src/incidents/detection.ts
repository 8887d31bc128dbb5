import { type EpochMillis, type EpochSeconds, epochSeconds, type Now, yieldToEventLoop } from '../internal/clock.js'
import { concernsAll } from '../store/database-error.js'
import type { MinuteCount, PatternRow, ServiceRow, Store } from '../store/store.js'
import { group, REOPENED_WITHIN_SECONDS, type SeenIn } from './grouping.js'
import { findNewPatterns } from './new-patterns.js'
import { Watch } from './watch.js'
import type { Sighting } from './watched-service.js'

const MINUTE_SECONDS = 60
const DAY_SECONDS = 86_400
/** A longer gap is not made up for. */
const MAX_BEHIND_MINUTES = 30
/** A fleet's counts of some minutes are more than anybody needs in memory at once. */
const SERVICES_AT_ONCE = 4
/** Looking at running minutes is followed by a pause of so many times what it took. */
const PEEK_PAUSE_FACTOR = 50

/** By the id of the service. */
type Found = Map<number, Sighting[]>

/** Searches counts before sampling, minute by minute, for what is out of the ordinary. By one replica at a time. */
export interface Detection {
  /** Looks at the minutes since the last step, and writes what it finds. */
  step(): Promise<void>
  /** Forgets everything: another replica may have gone on. */
  reset(): void
}

/**
 * @param lagSeconds counts of a minute are complete so long after its end
 * @param onFailure called when one service cannot be looked at; the others are
 */
export function createDetection(
  store: Store,
  lagSeconds: number,
  now: Now,
  onFailure: (error: unknown, serviceId: number) => void = () => {},
): Detection {
  const { incidents, services, counters, patterns } = store
  let watch = new Watch(counters, contain)
  /** Minute up to which the detectors have learnt. */
  let until: number | undefined
  let nextPeek: EpochMillis = 0

  function reset(): void {
    watch = new Watch(counters, contain)
    until = undefined
  }

  async function contain(serviceId: number, work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      if (concernsAll(error)) throw error
      watch.forget(serviceId)
      onFailure(error, serviceId)
      return false
    }
  }

  /** Returns the minute up to which the detectors have learnt, after they learnt from the past where they have to. */
  async function learn(rows: readonly ServiceRow[], known: number | undefined, complete: number): Promise<number> {
    if (until === undefined || (known !== undefined && known !== until)) {
      reset()
      until = Math.max(known ?? complete, complete - MAX_BEHIND_MINUTES)
      await watch.learn(rows, until)
    }
    await watch.relearn(rows, until)
    return until
  }

  async function look(): Promise<void> {
    const seconds = epochSeconds(now)
    const complete = Math.floor((seconds - lagSeconds) / MINUTE_SECONDS)
    const known = await incidents.detectedUntil()
    const rows = new Map((await services.active(seconds - DAY_SECONDS)).map((row) => [row.id, row]))
    const from = await learn([...rows.values()], known, complete)
    const found: Found = new Map()
    const ids = [...new Set([...rows.keys(), ...watch.ids()])]
    // A minute without any report says more of us than of them.
    const counted = await counters.countedMinutes(from, complete)
    if (counted.length > 0) {
      await read(ids, from, complete, (id, byMinute) => {
        for (const minute of counted) append(found, id, watch.step(id, minute, byMinute.get(minute) ?? []))
      })
    }
    await peek(ids, complete, found)
    until = Math.max(complete, from)
    for (const [id, sighting] of await findNewPatterns(store, watch, seconds, lagSeconds)) append(found, id, [sighting])
    const written = await write(known, until, rows, found)
    if (!written) reset()
  }

  /** Looks at minutes that are not over yet. The longer that takes, the less often. */
  async function peek(ids: readonly number[], complete: number, found: Found): Promise<void> {
    const started = now()
    if (started < nextPeek) return
    await read(ids, complete, Math.floor(started / 1000 / MINUTE_SECONDS) + 1, (id, byMinute) => {
      for (const [minute, counts] of byMinute) append(found, id, watch.peek(id, minute, counts))
    })
    nextPeek = started + (now() - started) * PEEK_PAUSE_FACTOR
  }

  /** Reads minutes of a few services at a time. */
  async function read(
    ids: readonly number[],
    first: number,
    end: number,
    take: (id: number, byMinute: ReadonlyMap<number, MinuteCount[]>) => void,
  ): Promise<void> {
    for (let at = 0; at < ids.length; at += SERVICES_AT_ONCE) {
      const some = ids.slice(at, at + SERVICES_AT_ONCE)
      const together = await counters.minutes(first, end, some).catch((error: unknown) => {
        if (concernsAll(error)) throw error
      })
      for (const id of some) {
        await contain(id, async () => {
          const own = (together ?? (await counters.minutes(first, end, [id]))).filter(
            ({ serviceId }) => serviceId === id,
          )
          take(
            id,
            Map.groupBy(own, ({ minute }) => minute),
          )
        })
      }
      await yieldToEventLoop()
    }
  }

  async function write(
    from: number | undefined,
    end: number,
    rows: ReadonlyMap<number, ServiceRow>,
    found: Found,
  ): Promise<boolean> {
    const seen: SeenIn[] = []
    for (const [serviceId, sightings] of found) {
      const row = rows.get(serviceId)
      if (row === undefined || sightings.length === 0) continue
      await contain(serviceId, async () => {
        const known = new Map((await patterns.known(serviceId)).map((pattern) => [pattern.key, pattern]))
        const release = (await services.newestRelease(serviceId))?.version ?? ''
        seen.push({ teamId: row.teamId, serviceId, release, sightings: described(sightings, known) })
      })
    }
    const endSeconds: EpochSeconds = end * MINUTE_SECONDS
    const recent = await incidents.recent(endSeconds - REOPENED_WITHIN_SECONDS)
    const { opened, changed } = group(recent, seen, endSeconds)
    if (opened.length === 0 && changed.length === 0 && from === end) return true
    return incidents.record({ from, until: end, opened, changed })
  }

  return {
    reset,
    async step() {
      try {
        await look()
      } catch (error) {
        // Some services may have gone on, others not.
        reset()
        throw error
      }
    },
  }
}

/** Returns what is known of the patterns that were sighted. What nobody knows any more is left out. */
function described(sightings: readonly Sighting[], known: ReadonlyMap<string, PatternRow>): SeenIn['sightings'] {
  const withCheck = new Set([...known.values()].filter(({ check }) => check !== '').map(({ signature }) => signature))
  return sightings.flatMap((sighting) => {
    if (sighting.pattern === '') return [{ ...sighting, signature: '', check: '', template: '', severity: '' }]
    const pattern = known.get(sighting.pattern)
    if (pattern === undefined) return []
    const { signature, check, template, severity } = pattern
    // Its SDKs say its check now: it goes on as another.
    if (sighting.kind === 'silence' && check === '' && withCheck.has(signature)) return []
    return [{ ...sighting, signature, check, template, severity }]
  })
}

function append(found: Found, id: number, more: readonly Sighting[]): void {
  if (more.length > 0) found.set(id, [...(found.get(id) ?? []), ...more])
}
