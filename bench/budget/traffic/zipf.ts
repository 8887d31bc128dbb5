/** Zipf's law: the pattern of rank k, from 1, has k^−exponent of the volume. Answers the shares; they add up to 1. */
export function zipfShares(patterns: number, exponent: number): Float64Array {
  const shares = Float64Array.from({ length: patterns }, (_, i) => (i + 1) ** -exponent)
  const sum = shares.reduce((total, share) => total + share, 0)
  return shares.map((share) => share / sum)
}

/**
 * Draws an index with the probability that `shares` gives it, in constant time: Walker's alias method with Vose's tables. Each
 * column holds an index with its own part of the column; the rest of the column belongs to its alias.
 */
export function createAliasDraw(shares: Float64Array): (random: () => number) => number {
  const count = shares.length
  const own = shares.map((share) => share * count)
  const alias = Int32Array.from({ length: count }, (_, i) => i)
  const small: number[] = []
  const large: number[] = []
  own.forEach((part, i) => {
    ;(part < 1 ? small : large).push(i)
  })
  while (small.length > 0 && large.length > 0) {
    const filled = small.pop()!
    const giver = large.at(-1)!
    alias[filled] = giver
    own[giver]! -= 1 - own[filled]!
    if (own[giver]! < 1) small.push(large.pop()!)
  }
  // What is left is full but for rounding.
  for (const i of [...small, ...large]) own[i] = 1
  return (random) => {
    const at = random() * count
    const column = Math.floor(at)
    return at - column < own[column]! ? column : alias[column]!
  }
}
