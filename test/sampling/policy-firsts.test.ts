import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { AdaptiveLoggingOptions } from '../../src/index.js'
import { type Policy, packPatternChecks, parsePolicy } from '../../src/protocol.js'
import { signatureOf } from '../../src/signature/signature.js'
import { atTier } from '../support/tier.js'

const SECOND = 1_000
const PATTERNS = 24

// Windows of patterns begin by the number of the pattern in the process: each side has its own count.
const alone = await import('../support/sampling-under-test.js')
vi.resetModules()
const governed = await import('../support/sampling-under-test.js')

const wordOf = (i: number) => `${'bcdfghjklmnp'[i % 12]}${'qrstvwxz'[Math.floor(i / 12)]}k`
const bodyOf = (i: number) => `the ${wordOf(i)} was done`
const checks = new Map(
  Array.from({ length: PATTERNS }, (_, i) => signatureOf(bodyOf(i))).map((one) => [one.id, one.check]),
)
const ids = [...checks.keys()]
/** Without checks a policy keeps no pattern whole. */
function withChecks(document: { readonly keep_patterns?: readonly string[] }): object {
  const { keep_patterns = [] } = document
  if (keep_patterns.length === 0) return document
  const keep = keep_patterns.map((id) => checks.get(id))
  return { ...document, pattern_checks: packPatternChecks({ keep_patterns }, { keep, rated: new Map() }) }
}

const rate = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }))
const byPattern = <T>(value: fc.Arbitrary<T>) => fc.dictionary(fc.constantFrom(...ids), value, { maxKeys: 6 })
const severity = fc.constantFrom('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL')
const fields = {
  version: fc.nat(),
  global_rate: rate,
  severity_rates: fc.dictionary(severity, rate),
  pattern_rates: byPattern(rate),
  pattern_values: byPattern(fc.double({ min: 1e-6, max: 1e6, noNaN: true })),
  anomaly_boost: fc.double({ min: 1, max: 10, noNaN: true }),
  refresh_seconds: fc.integer({ min: 1, max: 3_600 }),
  budget: fc.record({ bytes_per_second: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e5, noNaN: true })) }),
  keep_first: fc.record({
    count: fc.integer({ min: 1, max: 1_000 }),
    per_seconds: fc.oneof(fc.constantFrom(1, 50, 60, 3_600), fc.double({ min: 1, max: 3_600, noNaN: true })),
  }),
}
/** Fields by which records pass before anybody asks whether they are first ones. */
const passing = {
  mode: fc.constantFrom('active', 'shadow', 'off'),
  keep_patterns: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 }),
}
const changesOf = (document: fc.Arbitrary<object>) =>
  fc.array(
    fc.record({
      document: fc.option(document, { nil: undefined }),
      isCached: fc.boolean(),
      atSecond: fc.integer({ min: 0, max: 200 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
const settings = { minimumSeverity: fc.constantFrom('debug', 'info', 'warn'), shadow: fc.boolean() }
const budget = fc.oneof(
  fc.record({ bytesPerDay: fc.constantFrom(86_400 * 500, 86_400 * 5_000) }),
  fc.record({ recordsPerSecond: fc.constantFrom(2, 50) }),
)
const optionsAndChanges: fc.Arbitrary<[AdaptiveLoggingOptions, Change[]]> = fc.oneof(
  fc.tuple(
    fc.record({ ...settings, budget }, { requiredKeys: [] }),
    changesOf(fc.record(fields, { requiredKeys: ['version'] })),
  ),
  // What passes spends nothing of the local allowance, so that a record may be kept which otherwise would not: then costs have to be equal.
  fc.tuple(
    fc.record(settings, { requiredKeys: [] }),
    changesOf(fc.record({ ...fields, ...passing }, { requiredKeys: ['version'] }).map(withChecks)),
  ),
)
interface Change {
  readonly document: object | undefined
  readonly isCached: boolean
  readonly atSecond: number
}
const log = fc.record({
  pattern: fc.nat(PATTERNS - 1),
  severityNumber: fc.constantFrom(5, 9, 13),
  times: fc.constantFrom(1, 1, 1, 2, 20),
  size: fc.constantFrom(0, 0, 300, 4_000),
  afterMillis: fc.constantFrom(0, 10, 400, 5_000, 27_000),
})

function policyOf(given: object): Policy {
  const parsed = parsePolicy(given)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.value
}

describe('no policy', () => {
  it('takes a first record that local settings alone would keep', () => {
    let firsts = 0
    fc.assert(
      fc.property(
        optionsAndChanges,
        fc.array(log, { minLength: 1, maxLength: 80, size: 'max' }),
        ([options, changes], logs) => {
          const local = alone.samplingUnderTest(options)
          const remote = governed.samplingUnderTest(options)
          const due = changes.toSorted((a, b) => a.atSecond - b.atSecond)
          let now = 0
          for (const { pattern, severityNumber, times, size, afterMillis } of logs) {
            for (const clock of [local.clock, remote.clock]) clock.advance(afterMillis)
            now += afterMillis
            while (due.length > 0 && due[0]!.atSecond * SECOND <= now) {
              const { document, isCached } = due.shift()!
              const policy = document && policyOf(document)
              remote.usePolicy(policy, isCached ? { source: 'cache', ageMillis: 0 } : undefined)
            }
            for (let i = 0; i < times; i++) {
              const record = { severityNumber, body: bodyOf(pattern), attributes: { size: 'x'.repeat(size) } }
              const expected = local.pipeline.sample(record)
              const actual = remote.pipeline.sample(record)
              if (expected.reason !== 'first') continue
              firsts++
              expect(actual.keep, `${bodyOf(pattern)} at ${now} ms: ${actual.reason}`).toBe(true)
            }
          }
        },
      ),
      { numRuns: atTier({ test: 80, long: 200, soak: 200 }) },
    )
    expect(firsts).toBeGreaterThan(1_000)
  })

  it.each<[string, AdaptiveLoggingOptions]>([
    ['without a local budget', {}],
    ['with one in bytes', { budget: { bytesPerDay: 86_400 * 100_000 } }],
    ['with one in records', { budget: { recordsPerSecond: 200 } }],
  ])('takes the first records of hundreds of large known patterns, %s', (_, options) => {
    const { pipeline, usePolicy, clock } = governed.samplingUnderTest(options)
    const attributes = { data: 'x'.repeat(4_000) }
    const logAll = () =>
      Array.from({ length: 280 }, (_, i) => {
        clock.advance(60_000 / 280)
        const word = `${'bcdfghjklmnpqrstvwxz'[i % 20]}${'bcdfghjklmnpqrstvwxz'[Math.floor(i / 20)]}k`
        return pipeline.sample({ severityNumber: 9, body: `the ${word} was ${word}ed`, attributes }).keep
      }).filter((keep) => keep).length
    logAll()
    logAll()
    usePolicy(policyOf({ version: 1, budget: { bytes_per_second: 0 }, global_rate: 0 }), {
      source: 'cache',
      ageMillis: 0,
    })
    for (let minute = 0; minute < 5; minute++) expect(logAll()).toBe(280)
  })
})
