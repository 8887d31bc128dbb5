const LONGEST_TICK_MILLIS = 86_400_000
const PRECISION = 1e-4

/**
 * The tick with which "the first, then every Mth" keeps the budget on average, knowing the true rate of each pattern (records per
 * second, Poisson): more than users of zap can know. The longer the tick the fewer are kept, down to every Mth of all.
 */
export function tuneTick(rates: Iterable<number>, every: number, budgetPerSecond: number): number {
  const known = [...rates]
  const keptPerSecond = (tickMillis: number) =>
    known.reduce((sum, rate) => sum + keptOf(rate, every, tickMillis / 1_000), 0)
  let low = 1
  let high = LONGEST_TICK_MILLIS
  while (high / low - 1 > PRECISION) {
    const middle = Math.sqrt(low * high)
    if (keptPerSecond(middle) > budgetPerSecond) low = middle
    else high = middle
  }
  return high
}

/** A tick starts with a record, which is kept; behind it comes a gap of 1/rate until the next one starts. */
function keptOf(rate: number, every: number, tickSeconds: number): number {
  return (1 + multiplesReached(rate * tickSeconds, every)) / (tickSeconds + 1 / rate)
}

/** E[⌊n/every⌋] for Poisson n. Where n is large its own noise says nothing, only where it stands between two multiples. */
function multiplesReached(mean: number, every: number): number {
  if (mean > 20 * every) return mean / every - (every - 1) / (2 * every)
  const last = Math.ceil(mean + 10 * Math.sqrt(mean) + 10)
  let expected = 0
  let logProbability = -mean
  for (let n = 1; n <= last; n++) {
    logProbability += Math.log(mean / n)
    expected += Math.floor(n / every) * Math.exp(logProbability)
  }
  return expected
}
