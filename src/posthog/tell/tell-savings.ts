import type { Clock } from '../../internal/clock.js'
import type { Timers } from '../../internal/timer.js'
import type { Failed } from '../api/contract/outcome.js'
import type { PostHogApi } from '../api/contract/posthog-api.js'
import { missingEvents } from './missing-events.js'
import type { SavingsEvent } from './savings-events.js'
import { sendEvents } from './send-events.js'

/** Times that PostHog is asked before an event counts as lost. */
const LOOKS = 4

/** What came of telling. */
export interface Told {
  /** Events that were there before. */
  readonly known: number
  /** Events that were sent now. */
  readonly sent: number
  /** Events that PostHog took and threw away; each was sent once more. */
  readonly dropped: number
  /** Those of them that are not there after that either. */
  readonly lost: number
  /** Whether PostHog was asked what it has: without the scope `query:read` it is not known, and all are sent. */
  readonly isProven: boolean
  /** What went wrong first, but for a missing `query:read`. */
  readonly failure: Failed | undefined
}

/**
 * Sends the events that PostHog does not have yet, and reads back what it kept: what it took and threw away in silence is sent once more, as the
 * same events, and what is not there then is `lost`. Told again, nothing is sent. Never rejects.
 *
 * @param settleMillis how long PostHog may take until an event that it took is seen
 */
export async function tellSavings(
  api: Pick<PostHogApi, 'capture' | 'query'>,
  events: readonly SavingsEvent[],
  { clock, settleMillis }: { readonly clock: Clock & Timers; readonly settleMillis: number },
): Promise<Told> {
  const before = await missingEvents(api, events)
  const isProven = before.outcome === 'ok'
  const nothing = { known: 0, sent: 0, dropped: 0, lost: 0, isProven }
  if (!isProven && before.outcome !== 'missing_scope') return { ...nothing, failure: before }
  const wanted = isProven ? before.value : events
  const known = events.length - wanted.length
  const first = await sendEvents(api, wanted, clock.now())
  const told = { ...nothing, known, sent: first.sent }
  if (first.failure !== undefined || !isProven || wanted.length === 0) return { ...told, failure: first.failure }
  const dropped = await unseen(api, wanted, clock, settleMillis)
  if ('failure' in dropped) return { ...told, isProven: false, failure: dropped.failure }
  if (dropped.missing.length === 0) return { ...told, failure: undefined }
  const again = await sendEvents(api, dropped.missing, clock.now())
  const more = { ...told, dropped: dropped.missing.length }
  if (again.failure !== undefined) return { ...more, lost: dropped.missing.length, failure: again.failure }
  const lost = await unseen(api, dropped.missing, clock, settleMillis)
  if ('failure' in lost) return { ...more, isProven: false, failure: lost.failure }
  return { ...more, lost: lost.missing.length, failure: undefined }
}

/** Asks at once, then a few times until all are seen or the time is over. */
async function unseen(
  api: Pick<PostHogApi, 'query'>,
  sent: readonly SavingsEvent[],
  clock: Timers,
  settleMillis: number,
): Promise<{ readonly missing: readonly SavingsEvent[] } | { readonly failure: Failed }> {
  for (let look = 1; ; look++) {
    const missing = await missingEvents(api, sent)
    if (missing.outcome !== 'ok') return { failure: missing }
    if (missing.value.length === 0 || look >= LOOKS || settleMillis === 0) return { missing: missing.value }
    await new Promise<void>((resolve) => clock.after(settleMillis / (LOOKS - 1), () => resolve(), { keepAlive: true }))
  }
}
