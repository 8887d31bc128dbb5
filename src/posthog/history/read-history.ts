import type { Timers } from '../../internal/timer.js'
import type { Failed, Outcome } from '../api/contract/outcome.js'
import { mapOutcome, ok } from '../api/contract/outcome.js'
import type { PostHogApi } from '../api/contract/posthog-api.js'
import { type Answer, advance } from './advance.js'
import { volumesOf } from './endpoint-way.js'
import { finishedHour } from './finished-hour.js'
import type { HistoryHour } from './history-hour.js'
import { examplesQuery, shapesQuery, totalsQuery } from './history-queries.js'
import type { HistoryState, HistoryStep, Period } from './history-state.js'
import { nextStep } from './next-step.js'

const MAX_TRIES = 4
const FIRST_WAIT_MILLIS = 2_000
const MAX_WAIT_MILLIS = 10 * 60_000

/** Who is told what, and by which clock. */
export interface ReadHistoryOptions {
  /**
   * Is given each hour that is read, with the state that comes after it: where that is written down together with the hour, nothing is
   * read twice and nothing is left out.
   */
  readonly take: (hours: readonly HistoryHour[], after: HistoryState) => Promise<void>
  /** Is told how far it is. */
  readonly progress?: (state: HistoryState) => void
  /** Ends it before the next step. */
  readonly signal?: AbortSignal
  /** Waits before what is out of order is asked again. */
  readonly timers: Timers
  /** How long it waits at most where PostHog says when to come back. Default: 10 minutes; a limit of an hour may take an hour. */
  readonly patienceMillis?: number
  /** Is told why it waits, and how long. */
  readonly waits?: (failure: Failed, millis: number) => void
}

/** How far a history was read, and why no further. */
export interface HistoryEnd {
  /** From here it can be read on. */
  readonly state: HistoryState
  /** `undefined`: it was read to its end, or stopped. */
  readonly failure: Failed | undefined
}

/** Reads a history from where a state is to its end. */
export async function readHistory(
  api: Pick<PostHogApi, 'query' | 'logs'>,
  begun: HistoryState,
  { take, progress, signal, timers, patienceMillis = MAX_WAIT_MILLIS, waits }: ReadHistoryOptions,
): Promise<HistoryEnd> {
  let state = begun
  let tries = 0
  while (signal?.aborted !== true) {
    const step = nextStep(state)
    if (step.kind === 'done') break
    const answer: Outcome<Answer> = step.kind === 'hour' ? ok(undefined) : await ask(api, state, step, signal)
    const next = advance(state, step, answer)
    if (next.kind === 'on') {
      if (step.kind === 'hour') await take(finishedHour(state), next.state)
      state = next.state
      tries = 0
      progress?.(state)
      continue
    }
    const wait = waitFor(next.failure, ++tries, patienceMillis)
    if (wait === undefined) return { state, failure: next.failure }
    waits?.(next.failure, wait)
    await pause(timers, wait, signal)
  }
  return { state, failure: undefined }
}

async function ask(
  api: Pick<PostHogApi, 'query' | 'logs'>,
  state: HistoryState,
  step: Exclude<HistoryStep, { kind: 'hour' | 'done' }>,
  signal: AbortSignal | undefined,
): Promise<Outcome<Answer>> {
  const { way, isWeighted } = state
  const { services } = state.request
  const named = (name: string) => ({ name: `lipservice history ${name}`, ...(signal !== undefined && { signal }) })
  switch (step.kind) {
    case 'rules':
      return api.logs.samplingRules()
    case 'totals':
      return api.query(totalsQuery(step.period, services, way, isWeighted), named('totals'))
    case 'shapes':
      return api.query(shapesQuery(step.part, services, state), named('shapes'))
    case 'examples':
      return api.query(examplesQuery(step.period, step.keys, state), named('examples'))
    case 'volumes':
      return askVolumes(api, step.period, services)
    case 'endpoint patterns':
      return api.logs.patterns({ ...selectionOf(step.period), services: [step.service] })
  }
}

async function askVolumes(
  { logs }: Pick<PostHogApi, 'logs'>,
  period: Period,
  services: readonly string[] | undefined,
): Promise<Outcome<Answer>> {
  const selection = { ...selectionOf(period), ...(services !== undefined && { services }) }
  const volumes = await logs.services(selection)
  if (volumes.outcome !== 'ok') return volumes
  return mapOutcome(await logs.sparkline(selection, 'service'), (line) => volumesOf(period, volumes.value, line))
}

const selectionOf = ({ from, to }: Period) => ({ from: new Date(from * 1_000), to: new Date(to * 1_000) })

/** Returns how long to wait before the same is asked again; `undefined`: it is of no use. */
function waitFor({ outcome, retryAfterMs }: Failed, tries: number, patienceMillis: number): number | undefined {
  if (outcome !== 'throttled' && outcome !== 'unavailable') return undefined
  if (tries >= MAX_TRIES || (retryAfterMs ?? 0) > patienceMillis) return undefined
  return retryAfterMs ?? Math.min(MAX_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** (tries - 1))
}

function pause(timers: Timers, millis: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      timer.cancel()
      resolve()
    }
    const timer = timers.after(
      millis,
      () => {
        signal?.removeEventListener('abort', stop)
        resolve()
      },
      { keepAlive: true },
    )
    signal?.addEventListener('abort', stop, { once: true })
  })
}
