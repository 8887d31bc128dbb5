import type { PostHogApi } from '../api/contract/posthog-api.js'
import { type FlagReading, readingOf } from './flag-reading.js'

/** Key of the flag that is the switch. */
export const TOGGLE_KEY = 'lipservice-sampling'
/** Seconds between two readings: 60 requests of the 2,400 that a key makes an hour at most. */
export const TOGGLE_SECONDS = 60

/** Reads the flag by one request. Scope `feature_flag:read`. Never rejects: what goes wrong is a reading, `unknown`. */
export async function readToggle(api: Pick<PostHogApi, 'featureFlags'>): Promise<FlagReading> {
  const found = await api.featureFlags.search(TOGGLE_KEY)
  if (found.outcome !== 'ok') return { state: 'unknown', why: found.message }
  return readingOf(found.value.find(({ key }) => key === TOGGLE_KEY))
}
