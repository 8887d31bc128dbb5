const SETS = 2_048
const WAYS = 4

/**
 * Values (signatures) by the 64-bit key of the scan, in memory that never grows: 2,048 sets of 4. In a full set the newest takes the
 * place of the one that came in first.
 */
export interface SignatureMemo<T> {
  get(high: number, low: number): T | undefined
  set(high: number, low: number, value: T): void
}

export function createSignatureMemo<T>(): SignatureMemo<T> {
  const highs = new Int32Array(SETS * WAYS)
  const lows = new Int32Array(SETS * WAYS)
  const values = new Array<T | undefined>(SETS * WAYS).fill(undefined)
  const turns = new Uint8Array(SETS)

  return {
    get(high, low) {
      const first = (low & (SETS - 1)) * WAYS
      for (let i = first; i < first + WAYS; i++) {
        if (lows[i] === low && highs[i] === high) {
          const value = values[i]
          if (value !== undefined) return value
        }
      }
      return undefined
    },
    set(high, low, value) {
      const set = low & (SETS - 1)
      const slot = set * WAYS + (turns[set]! & (WAYS - 1))
      turns[set]!++
      highs[slot] = high
      lows[slot] = low
      values[slot] = value
    },
  }
}
