export interface Random {
  /** A whole number from 0 to below the limit. */
  below(limit: number): number
  pick<T>(values: readonly T[]): T
  hex(length: number): string
}

/** The same values for the same seed on every machine: mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed
  function below(limit: number): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
  return {
    below,
    pick: (values) => values[below(values.length)]!,
    hex(length) {
      let digits = ''
      while (digits.length < length) digits += below(16).toString(16)
      return digits
    },
  }
}
