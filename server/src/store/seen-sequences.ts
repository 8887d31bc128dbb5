/** How far behind the highest sequence one may come and still be told from a repeat. */
const MAX_BEHIND = 64
const ALL_BITS = (1n << BigInt(MAX_BEHIND)) - 1n

/** The sequences of an instance that were counted: the highest, and a bit for each of the 63 before it. */
export interface SeenSequences {
  readonly high: number
  readonly recent: bigint
}

export const NONE_SEEN: SeenSequences = { high: -1, recent: 0n }

/**
 * Returns what was seen with `sequence` counted; `undefined` if it was counted before or is too old to tell. Reports
 * may come out of order, and through several replicas.
 */
export function withSequence({ high, recent }: SeenSequences, sequence: number): SeenSequences | undefined {
  if (sequence > high) {
    const ahead = sequence - high
    return { high: sequence, recent: ahead >= MAX_BEHIND ? 1n : ((recent << BigInt(ahead)) & ALL_BITS) | 1n }
  }
  const behind = high - sequence
  if (behind >= MAX_BEHIND) return undefined
  const bit = 1n << BigInt(behind)
  return (recent & bit) === 0n ? { high, recent: recent | bit } : undefined
}
