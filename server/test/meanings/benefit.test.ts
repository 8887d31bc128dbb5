import { allocate, type PatternClass } from 'lipservice/allocation'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/testing.js'
import { worthOf } from '../../src/allocation/worth.js'
import { decide } from '../../src/meanings/decide.js'
import { MEANINGS, type Meaning, protects } from '../../src/meanings/meaning.js'
import type { SaidClass } from '../../src/store/contracts/models.js'
import { type PatternActivity, patternName } from '../../src/store/store.js'
import { signatureOf, TEN } from '../support/reports.js'

const PATTERNS = 300
const INSTANCES = 8
const BYTES = 300
/** Records of the loudest pattern in a minute; the others by Zipf's law. */
const LOUDEST = 100_000
/** Of what is logged so much may be kept. */
const BUDGET_SHARE = 0.1
const MINUTES = 1_440

interface Labelled extends PatternActivity {
  readonly truth: Meaning
}

/**
 * A service whose words nobody knows: it names what happens by numbers of its own. Of the quieter lines one in fifteen protects; business
 * and the rest are as they come.
 */
function labelledService(random: () => number): Labelled[] {
  return Array.from({ length: PATTERNS }, (_, rank): Labelled => {
    const seen = Math.round((MINUTES * LOUDEST) / (rank + 1) ** 1.1)
    const truth =
      rank > 150 && rank % 15 === 0 ? (rank % 2 === 0 ? 'security' : 'audit') : random() < 0.05 ? 'business' : 'unknown'
    return {
      signature: signatureOf(rank + 1),
      check: '',
      template: `step ${rank} <*>`,
      severity: 'INFO',
      class: 'unknown',
      firstSeen: TEN - 30 * 86_400,
      seen,
      kept: seen,
      bytes: BYTES * seen,
      keptBytes: BYTES * seen,
      errors: 0,
      truth,
    }
  })
}

/** What a policy comes to: what is spent of a minute, and the part of what protects that is kept. */
function outcomeOf(service: readonly Labelled[], judged: ReadonlyMap<string, PatternClass> | undefined) {
  const context = {
    now: TEN,
    serviceFirstSeen: 0,
    overrides: new Map(),
    inIncident: new Set<string>(),
    ...(judged && { judged }),
  }
  const patterns = service.map((pattern) => ({
    ...worthOf(pattern, context),
    signature: patternName(pattern),
    perMinute: pattern.seen / MINUTES,
    cost: BYTES,
  }))
  const perMinute = BUDGET_SHARE * patterns.reduce((sum, one) => sum + one.perMinute * one.cost, 0)
  const { keptShares, expected } = allocate({
    patterns,
    alwaysKept: new Map(),
    keptBefore: new Set(),
    locks: new Map(),
    perMinute,
    usualPerMinute: perMinute,
    instances: INSTANCES,
    rates: new Map(),
    changes: new Map(),
    how: 'at once',
  })
  const protecting = service.filter(({ truth }) => protects(truth))
  const all = protecting.reduce((sum, { seen }) => sum + seen, 0)
  const kept = protecting.reduce((sum, one) => sum + one.seen * (keptShares.get(patternName(one)) ?? 1), 0)
  return { spent: expected / perMinute, kept: kept / all }
}

/** What comes of a model that says of each pattern, in either pass, what `says` returns. */
function judgedBy(service: readonly Labelled[], says: (pattern: Labelled, pass: number) => Meaning) {
  return new Map(
    service.flatMap((pattern): [string, PatternClass][] => {
      const said = (pass: number): SaidClass => ({ class: says(pattern, pass), sure: true })
      const input = { words: pattern.class, isPersons: false, mode: 'raise', passed: true } as const
      const decision = decide({ a: said(0), b: said(1), ...input })
      return decision.effect === 'raise' ? [[patternName(pattern), decision.meaning]] : []
    }),
  )
}

/** Services that are alike, each with its own chance. */
const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1)
const anyOf = (random: () => number): Meaning => MEANINGS[Math.floor(random() * MEANINGS.length)]!
const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length

describe('of services that words know nothing of', () => {
  it('twice as much of what protects is kept with a model that is right nine times in ten, for the same money', () => {
    const outcomes = SEEDS.map((seed) => {
      const random = seededRandom(seed)
      const service = labelledService(random)
      const says = new Map(service.map((one) => [one, random() < 0.9 ? one.truth : anyOf(random)] as const))
      return [
        outcomeOf(service, undefined),
        outcomeOf(
          service,
          judgedBy(service, (one) => says.get(one)!),
        ),
      ] as const
    })
    const [without, right] = [mean(outcomes.map(([one]) => one.kept)), mean(outcomes.map(([, one]) => one.kept))]
    expect(without).toBeGreaterThan(0.3)
    expect(right / without).toBeGreaterThanOrEqual(2)
    for (const [before, after] of outcomes) expect(Math.abs(after.spent / before.spent - 1)).toBeLessThan(0.001)
  })

  it.each<[string, (random: () => number) => (pattern: Labelled) => Meaning]>([
    ['anything, each time anew', (random) => () => anyOf(random)],
    [
      'anything, the same both times',
      (random) => {
        const said = new Map<Labelled, Meaning>()
        return (one) => {
          const before = said.get(one) ?? anyOf(random)
          said.set(one, before)
          return before
        }
      },
    ],
    ['audit of everything', () => () => 'audit'],
  ])('no more than 5 %% more or less is spent with a model that says %s', (_, of) => {
    for (const seed of SEEDS) {
      const random = seededRandom(seed)
      const service = labelledService(random)
      const { spent } = outcomeOf(service, judgedBy(service, of(random)))
      expect(Math.abs(spent / outcomeOf(service, undefined).spent - 1)).toBeLessThanOrEqual(0.05)
    }
  })
})
