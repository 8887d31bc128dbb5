import type { KeepDecision, PatternName } from '../sampling/decision.js'

/** Calibrates size estimates; `bytes` without stamps. */
export type OnEncoded = (pattern: PatternName, estimatedBytes: number, bytes: number) => void

/**
 * Learns the size of a kept record where nothing of ours encodes what is sent: of the first records of each pattern in a window, and of errors.
 *
 * @param bytesOf its size without stamps, encoded as whoever sends it does
 */
export function learnSize(decision: KeepDecision, bytesOf: () => number, onEncoded: OnEncoded): void {
  if (decision.reason !== 'first' && decision.reason !== 'novel' && decision.reason !== 'error') return
  onEncoded(decision, decision.estimatedBytes, bytesOf())
}
