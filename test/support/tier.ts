/**
 * How much a run of the tests may take: `npm test` 5 minutes, `npm run test:long` 20 (CI runs both), `npm run test:soak` hours.
 * The two longer ones run the files that import this one.
 */
export type Tier = 'test' | 'long' | 'soak'

const TIERS: readonly string[] = ['test', 'long', 'soak'] satisfies Tier[]

export const TIER: Tier = tierOf(process.env['TEST_TIER'] ?? 'test')

/** Whether what would not fit into `npm test` runs too. */
export const LONG = TIER !== 'test'

/** Whether figures of a soak are printed. */
export const SOAK = TIER === 'soak'

/** Repeats, sizes and durations: those of the tier that runs. */
export function atTier<T>(values: Readonly<Record<Tier, T>>): T {
  return values[TIER]
}

function tierOf(name: string): Tier {
  if (!TIERS.includes(name)) throw new RangeError(`TEST_TIER must be one of ${TIERS.join(', ')}; got '${name}'`)
  return name as Tier
}
