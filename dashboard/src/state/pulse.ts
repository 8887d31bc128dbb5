import { effect, signal } from '@preact/signals'
import type { components } from '../api/schema.js'
import { after, now } from '../internal/clock.js'
import { session, sessionEnded, settings } from './session.js'

type Pulse = components['schemas']['Pulse']

export type Silence =
  | { readonly kind: 'offline' | 'no_answer' }
  | { readonly kind: 'too_many'; readonly seconds: number }
  /** It cannot serve now: its own words. */
  | { readonly kind: 'behind'; readonly why: string }
  | { readonly kind: 'failed'; readonly status: number }

const EVERY_MS = 10_000
const SLOWEST_MS = 60_000
/** A server that takes a question and says nothing for so long does not answer. */
const PATIENCE_MS = 20_000
const PLAIN = { cache: 'no-store', credentials: 'same-origin' } as const
/** Reports come from each instance at times of its own: figures follow them once in so long. */
const FIGURES_MS = 60_000

/** What was newest when the server was asked last. */
export const pulse = signal<Pulse | undefined>(undefined)
/** Grows where what is shown may have changed. Resources are asked for again. */
export const changes = signal(0)
/** When the server answered last, browser's milliseconds. */
export const answeredAt = signal<number | undefined>(undefined)
/** The server's clock less the browser's, milliseconds. */
const skew = signal(0)
/** Epoch seconds by the server's clock. */
export const serverNow = (): number => (now() + skew.value) / 1000
/** Why it does not answer; `undefined` while it does. */
export const silence = signal<Silence | undefined>(undefined)

let etag: string | undefined
let figuresAt = 0
let callOff = (): void => {}
let wait = EVERY_MS
/** Of the question that is out: there is one at a time. */
let flight = new AbortController()

/** Asks every ten seconds whether anything changed, while the page is looked at and somebody is logged in. */
export function startPulse(): void {
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : beat()))
  for (const event of ['online', 'offline']) addEventListener(event, () => beat())
  effect(() => {
    // From there it goes on: so the browser knows the server's time at once.
    const known = session.value === 'in' ? settings.peek()?.pulse : undefined
    if (known !== undefined) {
      const { etag: tag, ...first } = known
      take(tag, first)
      answeredAt.value = now()
      later(EVERY_MS)
    } else {
      stop()
      takeOff()
      pulse.value = undefined
      etag = undefined
    }
  })
}

const stop = (): void => callOff()
function later(ms: number): void {
  stop()
  if (!document.hidden && session.peek() === 'in') callOff = after(ms, () => void beat())
}

/** Asks now. What is out already is called off: an older answer never comes after a newer one. */
export async function beat(): Promise<void> {
  if (session.peek() !== 'in') return
  stop()
  const mine = takeOff()
  const callOffWait = after(PATIENCE_MS, () => mine.abort())
  try {
    await ask(mine.signal)
  } catch {
    if (mine === flight) backOff({ kind: navigator.onLine ? 'no_answer' : 'offline' }, wait * 2)
  }
  callOffWait()
  if (mine === flight) later(wait)
}

function takeOff(): AbortController {
  flight.abort()
  flight = new AbortController()
  return flight
}

async function ask(signal: AbortSignal): Promise<void> {
  const headers: Record<string, string> = etag === undefined ? {} : { 'if-none-match': etag }
  const answer = await fetch('/api/v1/pulse', { ...PLAIN, headers, signal })
  if (answer.status === 401) return sessionEnded()
  if (answer.status !== 304 && !answer.ok) {
    const said = await silenceOf(answer, signal)
    return backOff(said, said.kind === 'too_many' ? said.seconds * 1000 : wait * 2)
  }
  if (answer.status !== 304) take(answer.headers.get('etag') ?? undefined, await answer.json())
  if (silence.peek() !== undefined) changes.value++
  silence.value = undefined
  answeredAt.value = now()
  wait = EVERY_MS
}

function backOff(said: Silence, ms: number): void {
  silence.value = said
  wait = Math.max(EVERY_MS, Math.min(SLOWEST_MS, ms))
}

async function silenceOf({ status, headers }: Response, signal: AbortSignal): Promise<Silence> {
  const seconds = Number(headers.get('retry-after'))
  if (status === 429) return { kind: 'too_many', seconds: seconds > 0 ? Math.ceil(seconds) : EVERY_MS / 1000 }
  if (status !== 503) return { kind: 'failed', status }
  // Only there it says what it waits for.
  const ready = await fetch('/readyz', { ...PLAIN, signal })
  const { detail } = (await ready.json().catch(() => ({}))) as { detail?: unknown }
  return typeof detail === 'string' ? { kind: 'behind', why: detail } : { kind: 'failed', status }
}

function take(tag: string | undefined, next: Pulse): void {
  const before = pulse.peek()
  etag = tag
  pulse.value = next
  // It is said in whole seconds: what is within them is no other time.
  const found = next.now * 1000 - now()
  if (Math.abs(found - skew.peek()) > 1_500) skew.value = found
  if (before === undefined) {
    figuresAt = now()
    return
  }
  const decided = (['audit_id', 'open_incidents', 'candidates'] as const).some((name) => before[name] !== next[name])
  if (!decided && now() - figuresAt < FIGURES_MS) return
  figuresAt = now()
  changes.value++
}
