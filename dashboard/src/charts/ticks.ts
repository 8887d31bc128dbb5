const ROUND = [1, 2, 2.5, 5, 10]

/** Returns round values for an axis from 0 to at least `max`, about `count` of them above 0. */
export function valueTicks(max: number, count = 3): number[] {
  if (!(max > 0) || !Number.isFinite(max)) return [0, 1]
  const raw = max / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = (ROUND.find((one) => one * power >= raw) ?? 10) * power
  // Products, not sums: 0.1 + 0.2 would be written with all its digits.
  const steps = Math.max(1, Math.ceil(max / step - 1e-9))
  return Array.from({ length: steps + 1 }, (_, i) => Number((i * step).toPrecision(12)))
}
