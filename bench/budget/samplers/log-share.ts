/**
 * Shares a goal of kept records among keys by the logarithm of their counts, at least one for each, and answers rates: 1 in so
 * many, whole numbers rounded up. What a key leaves of its share, the keys behind it divide. Their order is fixed and says nothing
 * of their counts, as the alphabet does not.
 */
export function shareByLogarithm(counts: ReadonlyMap<number, number>, goal: number): Map<number, number> {
  const keys = [...counts.keys()].sort((a, b) => scattered(a) - scattered(b) || a - b)
  const countOf = (key: number) => Math.max(1, counts.get(key)!)
  const perLogarithm = goal / keys.reduce((sum, key) => sum + Math.log10(countOf(key)), 0)
  const rates = new Map<number, number>()
  let left = 0
  keys.forEach((key, i) => {
    const count = countOf(key)
    const inheritance = left / (keys.length - i)
    // A key of one record has no logarithm to share by, and where all are such there is none at all.
    const share = Math.max(1, count === 1 ? 0 : Math.log10(count) * perLogarithm) + inheritance
    const rate = count <= share ? 1 : Math.ceil(count / share)
    rates.set(key, rate)
    left += share - inheritance - count / rate
  })
  return rates
}

function scattered(key: number): number {
  const mixed = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 12)) >>> 0
}
