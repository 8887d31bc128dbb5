import { effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { type ApiProblem, problemOf } from '../api/client.js'
import { after } from '../internal/clock.js'
import { changes } from './pulse.js'
import { sessionEnded } from './session.js'

export interface Resource<T> {
  /** The newest answer; stays while it is asked for again, and where that fails. */
  readonly data: ReadonlySignal<T | undefined>
  readonly problem: ReadonlySignal<ApiProblem | undefined>
  /** Asks again. */
  reload(): Promise<void>
}

interface Entry<T> extends Resource<T> {
  readonly data: Signal<T | undefined>
  readonly problem: Signal<ApiProblem | undefined>
  users: number
  /** Asks, and again whenever something changed; nothing where it does already. */
  start(): void
  stop(): void
}

/** The next screen takes what it shares with the one before: it is there a moment after that one is gone. */
const LET_GO_MS = 250
/** What asked for it may fail to be drawn, and never be there; a slow machine draws it late. */
const NEVER_USED_MS = 30_000

/** What is on the screen, by its key: two parts that show the same thing ask once. */
const entries = new Map<string, Entry<unknown>>()

/**
 * Returns what an endpoint says, followed as long as the component is there: asked for again whenever the pulse says that
 * something changed.
 *
 * @param key the question in words: equal keys are one request
 * @param load asks it; not called again until something changes
 * @example const services = useResource('services', (signal) => answerOf(api.GET('/api/v1/services', { signal })))
 */
export function useResource<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Resource<T> {
  const entry = useMemo(() => entryOf(key, load), [key])
  useEffect(() => {
    entry.users++
    entries.set(key, entry as Entry<unknown>)
    entry.start()
    return () => {
      entry.users--
      letGo(key, entry, LET_GO_MS)
    }
  }, [key, entry])
  return entry
}

function entryOf<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Entry<T> {
  const known = entries.get(key)
  if (known !== undefined) return known as Entry<T>
  const data = signal<T | undefined>(undefined)
  const problem = signal<ApiProblem | undefined>(undefined)
  let flight = new AbortController()
  let callOff = (): void => {}
  async function reload(): Promise<void> {
    callOff()
    flight.abort()
    flight = new AbortController()
    const { signal } = flight
    try {
      const answer = await load(signal)
      if (signal.aborted) return
      data.value = answer
      problem.value = undefined
    } catch (error) {
      if (signal.aborted) return
      const said = problemOf(error)
      if (said.status === 401) sessionEnded()
      problem.value = said
      // As told; by itself where too many were asked at once.
      if (said.status === 429) callOff = after((said.retryAfter ?? 1) * 1000, () => void reload())
    }
  }
  let unfollow: (() => void) | undefined
  const entry: Entry<T> = {
    data,
    problem,
    reload,
    users: 0,
    start() {
      unfollow ??= effect(() => {
        void changes.value
        // What the question is made of is no reason to ask again.
        untracked(() => void reload())
      })
    },
    stop() {
      unfollow?.()
      unfollow = undefined
      callOff()
      flight.abort()
    },
  }
  entries.set(key, entry as Entry<unknown>)
  entry.start()
  letGo(key, entry, NEVER_USED_MS)
  return entry
}

/** Lets it go if nobody has it by then. */
function letGo<T>(key: string, entry: Entry<T>, millis: number): void {
  after(millis, () => {
    if (entry.users > 0) return
    entry.stop()
    if (entries.get(key) === entry) entries.delete(key)
  })
}

/** Asks everything on the screen again: after something was changed here. */
export const reloadAll = (): void => {
  changes.value++
}
