import type { Clock } from '../internal/clock.js'
import { withFastMembers } from '../internal/fast-members.js'
import type { Timer, Timers } from '../internal/timer.js'
import type { BackendHealth } from './backend-health.js'
import type { Batch } from './batch.js'
import type { BatchCutter } from './batch-cutter.js'
import type { DeliveryLedger } from './delivery-ledger.js'
import type { Lane } from './lane.js'
import type { OtlpHttp } from './otlp-http.js'
import type { Settle } from './settlement.js'

const MAX_IN_FLIGHT = 4
/** The last slot is kept free for guarantees. */
const MAX_SAMPLED_IN_FLIGHT = 3
/** Replays take so much of the bandwidth of a connection: after one, three times its duration pass. */
const REPLAY_PAUSE = 3
/** How long the first record of a batch waits for others. */
export const LINGER_MILLIS = { guaranteed: 200, sampled: 1_000 } as const
const AT_ONCE = Number.NEGATIVE_INFINITY

export interface DispatcherOptions {
  readonly guaranteed: Lane
  readonly sampled: Lane
  /** What dead processes left. */
  readonly replay: Lane
  readonly cutter: BatchCutter
  readonly http: OtlpHttp
  readonly ledger: DeliveryLedger
  readonly clock: Clock
  readonly timers: Timers
  readonly health: BackendHealth
  readonly settle: Settle
}

/** Decides which batch leaves when: guarantees first, several in flight, one at a time while the backend fails. */
export interface Dispatcher {
  /** A record was accepted. */
  wake(): void
  /** Sends everything now, until `release` is called. */
  hold(): { release(): void }
  /** Records in batches: under way or to be repeated. */
  readonly batched: number
  /** Sequence of the oldest record in a batch; `Infinity` if none. */
  readonly oldest: number
  /** By the backend's own word nothing is sent before this; while something is under way, that is not waited for. Monotonic. */
  readonly toldUntil: number
  /** Calls back whenever a batch, or a record that could not be encoded, may have come to its end. */
  onSettled(listener: () => void): () => void
  /** Stops. Returns the batches that were not acknowledged. */
  stop(): readonly Batch[]
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { guaranteed, sampled, replay, cutter, http, ledger, clock, timers, health, settle } = options
  const inFlight = new Set<Batch>()
  let repeat: Batch[] = []
  let holders = 0
  let timer: Timer | undefined
  let timerAt = Number.POSITIVE_INFINITY
  let guaranteedSince = Number.NaN
  let sampledSince = Number.NaN
  let replayAt = Number.NEGATIVE_INFINITY
  let stopped = false
  const listeners = new Set<() => void>()

  function pump(): void {
    if (stopped) return
    const now = clock.monotonic()
    startLingering(now)
    while (inFlight.size < slots() && now >= health.blockedUntil) {
      const batch = next(now)
      if (batch === undefined) break
      void send(batch)
    }
    arm(now)
    for (const listener of listeners) listener()
  }

  function next(now: number): Batch | undefined {
    const sampledMay = inFlight.size < MAX_SAMPLED_IN_FLIGHT
    const at = repeat.findIndex((batch) => batch.lane === 'guaranteed')
    if (at >= 0) return repeat.splice(at, 1)[0]
    if (isDue(guaranteed, guaranteedSince + LINGER_MILLIS.guaranteed, now)) {
      guaranteedSince = Number.NaN
      const batch = cutter.cut(guaranteed, 'guaranteed', holders > 0)
      if (batch !== undefined) return batch
    }
    if (!sampledMay) return undefined
    if (mayReplay() && now >= replayAt) {
      const batch = cutter.cut(replay, 'replay', false)
      if (batch !== undefined) return batch
    }
    if (repeat.length > 0) return repeat.shift()
    if (isDue(sampled, sampledSince + LINGER_MILLIS.sampled, now)) {
      sampledSince = Number.NaN
      return cutter.cut(sampled, 'sampled', holders > 0)
    }
    return undefined
  }

  /** One at a time, and not while somebody waits for a flush. */
  function mayReplay(): boolean {
    const isReplay = (batch: Batch) => batch.lane === 'replay'
    return replay.count > 0 && holders === 0 && ![...inFlight].some(isReplay) && !repeat.some(isReplay)
  }

  function startLingering(now: number): void {
    if (guaranteed.count > 0 && Number.isNaN(guaranteedSince)) guaranteedSince = now
    if (sampled.count > 0 && Number.isNaN(sampledSince)) sampledSince = now
  }

  function isDue(lane: Lane, lingerEnd: number, now: number): boolean {
    return lane.count > 0 && (holders > 0 || cutter.isFull(lane) || now >= lingerEnd)
  }

  async function send(batch: Batch): Promise<void> {
    inFlight.add(batch)
    const startedAt = clock.monotonic()
    const { outcome, wireBytes } = await http.send(batch.body, batch.contentType, batch)
    if (stopped) return
    if (batch.lane === 'replay') replayAt = clock.monotonic() + REPLAY_PAUSE * (clock.monotonic() - startedAt)
    inFlight.delete(batch)
    ledger.requests++
    ledger.bytesOnWire += wireBytes
    repeat = [...settle(batch, outcome, clock.monotonic(), holders > 0), ...repeat]
    pump()
  }

  /** One timer, for the earliest thing that will be due. */
  function arm(now: number): void {
    startLingering(now)
    let at = Number.POSITIVE_INFINITY
    // What has no slot is sent after the next response.
    if (inFlight.size < slots()) {
      if (repeat.some((batch) => batch.lane === 'guaranteed')) at = AT_ONCE
      at = Math.min(at, dueAt(guaranteed, guaranteedSince + LINGER_MILLIS.guaranteed))
    }
    if (inFlight.size < Math.min(slots(), MAX_SAMPLED_IN_FLIGHT)) {
      if (repeat.length > 0) at = AT_ONCE
      if (mayReplay()) at = Math.min(at, replayAt)
      at = Math.min(at, dueAt(sampled, sampledSince + LINGER_MILLIS.sampled))
    }
    at = Math.max(at, health.blockedUntil)
    if (at === timerAt) return
    timer?.cancel()
    timer = undefined
    timerAt = at
    if (at === Number.POSITIVE_INFINITY) return
    timer = timers.after(Math.max(0, at - now), onTimer)
  }

  function dueAt(lane: Lane, lingerEnd: number): number {
    if (lane.count === 0) return Number.POSITIVE_INFINITY
    return cutter.isFull(lane) ? AT_ONCE : lingerEnd
  }

  function slots(): number {
    return health.failing ? 1 : MAX_IN_FLIGHT
  }

  function onTimer(): void {
    timerAt = Number.POSITIVE_INFINITY
    timer = undefined
    pump()
  }

  return withFastMembers({
    // Never sends: a batch is cut from a timer, not inside a log call.
    wake() {
      const isNew = guaranteed.count > 0 && Number.isNaN(guaranteedSince)
      const isFull = cutter.isFull(guaranteed) || cutter.isFull(sampled)
      // The common case, a record that joins others.
      if (timer !== undefined && !isNew && (!isFull || timerAt === AT_ONCE)) return
      arm(clock.monotonic())
    },
    hold() {
      holders++
      health.retrySoon()
      pump()
      let held = true
      return {
        release() {
          if (!held) return
          held = false
          holders--
        },
      }
    },
    get batched() {
      return sum(inFlight) + sum(repeat)
    },
    get oldest() {
      let oldest = Number.POSITIVE_INFINITY
      for (const { records } of [...inFlight, ...repeat]) oldest = Math.min(oldest, records[0]!.sequence)
      // What is under way is waited for: a process that is short-lived would never get rid of what others left.
      return [...inFlight].some(({ lane }) => lane === 'replay') ? Math.min(oldest, 0) : oldest
    },
    get toldUntil() {
      return inFlight.size > 0 ? Number.NEGATIVE_INFINITY : health.toldUntil
    },
    onSettled(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      stopped = true
      timer?.cancel()
      health.stop()
      const left = [...inFlight, ...repeat]
      inFlight.clear()
      repeat = []
      return left
    },
  })
}

function sum(batches: Iterable<Batch>): number {
  let records = 0
  for (const batch of batches) records += batch.records.length
  return records
}
