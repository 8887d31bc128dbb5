import type { TrafficOptions } from './traffic.ts'

const STEADY = { perSecond: 1_000, seconds: 330, budget: 50 }
const between = (from: number, to: number, factor: number) => (second: number) =>
  second >= from && second < to ? factor : 1

/** Steady traffic: the budget has to hold in every window. */
export const STEADY_SCENARIOS: readonly TrafficOptions[] = [
  ...[1.1, 1.3, 1.6].flatMap((exponent) =>
    [20, 200, 1_000].map((patterns) => ({ ...STEADY, name: `zipf ${exponent}, ${patterns} patterns`, exponent, patterns })),
  ),
  { ...STEADY, name: 'zipf 1.1, 2,000 patterns', exponent: 1.1, patterns: 2_000 },
  { ...STEADY, name: 'zipf 1.1, 5,000 patterns', exponent: 1.1, patterns: 5_000 },
  {
    ...STEADY,
    name: 'half of it unique messages',
    exponent: 1.1,
    patterns: 1_000,
    perSecond: 500,
    unique: () => 500,
  },
]

/** Two hours stand for a day: the load moves between 0.3 and 1.7. */
export const DIURNAL: TrafficOptions = {
  name: 'diurnal load',
  patterns: 300,
  exponent: 1.1,
  perSecond: 200,
  seconds: 7_230,
  budget: 30,
  load: (second) => 1 + 0.7 * Math.sin((2 * Math.PI * second) / 7_200),
}

export const BURSTS: readonly TrafficOptions[] = [
  { ...STEADY, name: 'ten times the load from 150 to 270 s', exponent: 1.1, patterns: 1_000, load: between(150, 270, 10) },
  { ...STEADY, name: 'one pattern a hundred times from 150 to 270 s', exponent: 1.1, patterns: 1_000, one: between(150, 270, 100) },
]
