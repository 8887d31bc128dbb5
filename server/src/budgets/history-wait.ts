import type { ServiceRow } from '../store/store.js'

/**
 * Returns until when a service waits for its first policy, epoch seconds: before that too little is known of it, and its SDKs
 * adapt by themselves. `undefined`: it does not wait.
 *
 * @param minHistorySeconds a service that is younger gets no policy
 * @param now epoch seconds
 */
export function waitsForHistoryUntil(
  { firstSeen }: Pick<ServiceRow, 'firstSeen'>,
  minHistorySeconds: number,
  now: number,
): number | undefined {
  const until = firstSeen + minHistorySeconds
  return now < until ? until : undefined
}

/** Returns it in words, such as `waiting for history until 2026-11-26T15:00:00Z`. */
export function historyWaitText(until: number): string {
  return `waiting for history until ${new Date(until * 1_000).toISOString().replace('.000Z', 'Z')}`
}
