import type { CapturedEvent } from '../api/contract/account.js'
import type { Failed } from '../api/contract/outcome.js'
import type { PostHogApi } from '../api/contract/posthog-api.js'

const MAX_BATCH = 100
/** PostHog wants older ones marked, and keeps them out of what counts as live. */
const HISTORICAL_MILLIS = 48 * 3_600_000

/** What was sent. */
export interface SentEvents {
  /** Events that PostHog took, which does not say that it keeps them. */
  readonly sent: number
  /** Why not all of them. */
  readonly failure: Failed | undefined
}

/** Sends events in batches of a hundred, those of more than 48 hours ago as historical ones. Ends at the first failure. Never rejects. */
export async function sendEvents(
  api: Pick<PostHogApi, 'capture'>,
  events: readonly CapturedEvent[],
  epochMillis: number,
): Promise<SentEvents> {
  const isHistorical = ({ timestamp }: CapturedEvent) => epochMillis - timestamp.getTime() > HISTORICAL_MILLIS
  let sent = 0
  for (const historical of [true, false]) {
    const some = events.filter((event) => isHistorical(event) === historical)
    for (let at = 0; at < some.length; at += MAX_BATCH) {
      const batch = some.slice(at, at + MAX_BATCH)
      const outcome = await api.capture(batch, { historical })
      if (outcome.outcome !== 'ok') return { sent, failure: outcome }
      sent += batch.length
    }
  }
  return { sent, failure: undefined }
}
