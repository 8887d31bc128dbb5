import { type Policy, packPatternChecks } from 'lipservice/protocol'
import { describe, expect, it } from 'vitest'
import { signatureOf } from '../../../src/index.js'
import { seededRandom } from '../../../src/testing.js'
import { samplingUnderTest } from '../../../test/support/sampling-under-test.js'
import { LONG } from '../../../test/support/tier.js'
import { modelOf, type PatternTraffic } from '../../src/rollouts/policy-model.js'

const INSTANCES = 3
const WARM_UP_MINUTES = 3
const MINUTES = 20
const BYTES = 200
const ERROR = 17

interface Pattern {
  readonly word: string
  readonly perMinute: number
  readonly errorShare?: number
}

const PATTERNS: readonly Pattern[] = [
  { word: 'poll', perMinute: 9_000 },
  { word: 'request', perMinute: 3_000 },
  { word: 'cache', perMinute: 1_200 },
  { word: 'payment', perMinute: 300, errorShare: 0.1 },
  { word: 'login', perMinute: 120 },
  { word: 'rare', perMinute: 6 },
  { word: 'rarer', perMinute: 1 },
]
const bodyOf = ({ word }: Pattern, i: number) => `${word} ${i} was done`
const idOf = (pattern: Pattern) => signatureOf(bodyOf(pattern, 1)).id
const TRAFFIC: readonly PatternTraffic[] = PATTERNS.map((pattern) => ({
  signature: idOf(pattern),
  severity: 'INFO',
  errorShare: pattern.errorShare ?? 0,
  perMinute: pattern.perMinute,
  cost: BYTES,
}))
const [POLL, REQUEST, CACHE, , LOGIN] = PATTERNS.map(idOf) as [string, string, string, string, string]

const { check: loginCheck } = signatureOf(bodyOf(PATTERNS[4]!, 1))
const keepLogin = {
  keep_patterns: [LOGIN],
  pattern_checks: packPatternChecks({ keep_patterns: [LOGIN] }, { keep: [loginCheck], rated: new Map() }),
}

/** Patterns side by side, each as wide as it is frequent. */
function patternAt(place: number): Pattern {
  let end = 0
  return (
    PATTERNS.find(({ perMinute }) => {
      end += perMinute
      return place < end
    }) ?? PATTERNS[0]!
  )
}

/** Records per minute that a fleet of real SDKs keeps of each pattern, each instance with its part of the traffic. */
function keptBySdks(policy: Policy): number[] {
  const kept = new Map<string, number>()
  for (let instance = 0; instance < INSTANCES; instance++) {
    const random = seededRandom(100 + instance)
    const sdk = samplingUnderTest({}, { seed: instance })
    sdk.usePolicy(policy, { source: 'cache', ageMillis: 0 })
    const all = PATTERNS.reduce((sum, { perMinute }) => sum + perMinute, 0)
    const records = Math.round((all / INSTANCES) * (WARM_UP_MINUTES + MINUTES))
    const millis = 60_000 / (all / INSTANCES)
    for (let i = 0; i < records; i++) {
      sdk.clock.advance(millis * -Math.log(1 - random()))
      const pattern = patternAt(random() * all)
      const severityNumber = random() < (pattern.errorShare ?? 0) ? ERROR : 9
      const decision = sdk.pipeline.sample({ severityNumber, body: bodyOf(pattern, i) })
      if (!decision.keep) continue
      sdk.pipeline.encoded(decision, decision.estimatedBytes, BYTES)
      if (i >= (records * WARM_UP_MINUTES) / (WARM_UP_MINUTES + MINUTES))
        kept.set(decision.signature, (kept.get(decision.signature) ?? 0) + 1)
    }
  }
  return PATTERNS.map((pattern) => (kept.get(idOf(pattern)) ?? 0) / MINUTES)
}

const budget = (records: number) => ({ bytes_per_second: (records * BYTES) / 60 / INSTANCES })
const first = { keep_first: { count: 2, per_seconds: 60 } }

describe('what the server expects of a policy', () => {
  const policies: [string, Partial<Policy>][] = [
    ['a budget', { budget: budget(1_000), ...first }],
    ['a small budget', { budget: budget(200), ...first }],
    ['a budget that is never spent', { budget: budget(50_000), ...first }],
    ['values', { budget: budget(1_000), pattern_values: { [POLL]: 0.125, [CACHE]: 4 }, ...first }],
    ['rates below a budget', { budget: budget(1_000), pattern_rates: { [POLL]: 0.005, [REQUEST]: 0.02 }, ...first }],
    [
      'a rate that a person fixed',
      { budget: budget(2_500), pattern_rates: { [POLL]: 0.2 }, pattern_values: { [POLL]: 1e6 }, ...first },
    ],
    ['patterns kept whole', { budget: budget(1_000), ...keepLogin, ...first }],
    ['rates alone', { pattern_rates: { [POLL]: 0.01 }, global_rate: 0.2, ...first }],
    ['nothing at all', { ...first }],
  ]
  it.each(policies.filter((_, i) => LONG || i % 3 === 0))('is what SDKs make of it: %s', (_, rest) => {
    const policy: Policy = { version: 1, ...rest }
    const expected = modelOf({ policy, traffic: TRAFFIC, instances: INSTANCES })
    const actual = keptBySdks(policy)
    const sum = (kept: readonly number[]) => kept.reduce((all, one) => all + one, 0)
    const total = sum(expected.map(({ kept }) => kept))
    expect(Math.abs(sum(actual) / total - 1), `${sum(actual)} instead of ${total}`).toBeLessThan(0.04)
    for (const [i, { kept }] of expected.entries()) {
      // A tenth, and what chance may do to so few.
      const tolerance = 0.1 * kept + 4 * Math.sqrt(kept / MINUTES)
      expect(Math.abs(actual[i]! - kept), `${PATTERNS[i]!.word}: ${actual[i]} instead of ${kept}`).toBeLessThan(
        tolerance,
      )
    }
  })
})
