import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { SamplingOptions } from '../../src/index.js'
import type { Policy } from '../../src/protocol/policy.js'
import type { StatsReport } from '../../src/protocol/stats-report.js'
import type { LogRecord } from '../../src/record/log-record.js'
import { Leases } from '../../src/sampling/leases.js'
import { seededRandom } from '../../src/testing.js'
import { wordOf } from '../sampling/traffic.js'
import { type SamplingUnderTest, samplingUnderTest } from '../support/sampling-under-test.js'
import { atTier } from '../support/tier.js'

const RUNS = atTier({ test: 12, long: 300, soak: 20_000 })
const TIMEOUT_MILLIS = atTier({ test: 30_000, long: 300_000, soak: 3_600_000 })
const KINDS = ['plain', 'plain', 'plain', 'plain', 'traced', 'error', 'keep', 'failed', 'refused', 'asked'] as const
const PATTERNS = 6

type Kind = (typeof KINDS)[number]
type Step =
  | { readonly log: Kind; readonly pattern: number; readonly severity: number; readonly count: number }
  | { readonly advance: number }
  | { readonly policy: Policy }
  | { readonly do: 'stats' | 'report' | 'put back' | 'explain' | 'encoded' | 'many' }

const log = fc.record({
  log: fc.constantFrom(...KINDS),
  pattern: fc.nat(PATTERNS - 1),
  severity: fc.constantFrom(0, 5, 9, 9, 9, 10, 13, 17),
  count: fc.integer({ min: 1, max: 80 }),
})
const rate = fc.constantFrom(0, 0.001, 0.05, 0.3, 1)
const FAMILIES = [{ template: 'pattern <+> happened', severity: 'INFO' as const }]
const policyOf = (budget: fc.Arbitrary<Policy['budget']>) =>
  fc.record(
    {
      version: fc.nat(1_000),
      global_rate: rate,
      severity_rates: fc.record({ DEBUG: rate, INFO: rate, WARNING: rate }, { requiredKeys: [] }),
      mode: fc.constantFrom('active' as const, 'active' as const, 'shadow' as const, 'off' as const),
      keep_first: fc.record({ count: fc.integer({ min: 1, max: 8 }), per_seconds: fc.integer({ min: 1, max: 120 }) }),
      anomaly_boost: fc.double({ min: 1, max: 10, noNaN: true }),
      incident_until: fc.constantFrom('1970-01-01T00:00:05Z', '1970-01-01T00:20:00Z'),
      merge_rules: fc.constantFrom([], [{ template: 'pattern <+> happened' }]),
      word_families: fc.constantFrom([], FAMILIES),
      budget,
    },
    { requiredKeys: ['version'] },
  ) as fc.Arbitrary<Policy>
const doing = fc.constantFrom('stats', 'report', 'put back', 'explain', 'encoded', 'many')
const stepsWith = (budget: fc.Arbitrary<Policy['budget']>): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 12, arbitrary: log },
      { weight: 4, arbitrary: fc.record({ advance: fc.constantFrom(1, 40, 700, 4_000, 11_000, 61_000) }) },
      { weight: 1, arbitrary: fc.record({ policy: policyOf(budget) }) },
      { weight: 2, arbitrary: fc.record({ do: doing }) },
    ),
    { minLength: 5, maxLength: 60 },
  ) as fc.Arbitrary<Step[]>

const bodyOf = (pattern: number) => `pattern ${wordOf(pattern)} happened`

function recordOf(kind: Kind, pattern: number, severityNumber: number, traceId: string): LogRecord {
  const record = { severityNumber, body: bodyOf(pattern) }
  switch (kind) {
    case 'traced':
      return { ...record, spanContext: { traceId, spanId: '00f067aa0ba902b7' } }
    case 'error':
      return { ...record, attributes: { error: new Error('broken') } }
    case 'keep':
      return { ...record, attributes: { 'lipservice.keep': true } }
    case 'failed':
      return { ...record, attributes: { statusCode: 503 } }
    case 'refused':
      return { ...record, attributes: { statusCode: 404 } }
    case 'asked':
      return { ...record, attributes: { asked: true } }
    default:
      return { ...record, attributes: { a: 1, b: 'text' } }
  }
}

const OPTIONS: SamplingOptions = { alwaysKeep: ({ attributes }) => attributes?.['asked'] === true }

const USUAL: LogRecord = { severityNumber: 9, body: 'user 42 logged in', attributes: { n: 1 } }

/** Offers a record to the fast way, as an adapter does that has built nothing of it yet. */
function dropsEarly({ pipeline }: SamplingUnderTest, record: LogRecord): boolean {
  const { severityNumber, body, attributes, spanContext, eventName, formatString } = record
  const name = eventName ?? formatString
  const bytes = eventName === undefined ? 0 : eventName.length + 2
  return (
    pipeline.drop?.(severityNumber, body, attributes, name, eventName !== undefined, spanContext?.traceId, bytes) ??
    false
  )
}

/** Does what the steps say. Returns all that is to be seen of it. */
function run(steps: readonly Step[], sampling: SamplingUnderTest, seed: number, isEarly = false) {
  const random = seededRandom(seed)
  const seen: unknown[] = []
  const counted = new Map<string, { seen: number; kept: number }>()
  const reports: StatsReport[] = []
  const total = { seen: 0, kept: 0 }
  let last: StatsReport | undefined
  let kept: { signature: string; check: string; estimatedBytes: number } | undefined
  const sample = (record: LogRecord) => {
    total.seen++
    if (isEarly && dropsEarly(sampling, record)) {
      seen.push('dropped')
      return
    }
    const decision = sampling.pipeline.sample(record)
    seen.push(isEarly && decision.reason === 'adaptive' && !decision.keep ? 'dropped' : decision)
    const name = `${decision.signature}${decision.check}`
    const counts = counted.get(name) ?? { seen: 0, kept: 0 }
    counted.set(name, { seen: counts.seen + 1, kept: counts.kept + (decision.keep ? 1 : 0) })
    if (decision.keep) {
      total.kept++
      kept = decision
    }
  }
  for (const step of steps) {
    if ('log' in step) {
      for (let i = 0; i < step.count; i++) {
        const traceId = `${1 + Math.floor(random() * 9)}bf92f3577b34da6a3ce929d0e0e4736`
        sample(recordOf(step.log, step.pattern, step.severity, traceId))
        if (i % 16 === 0) sampling.clock.advance(1)
      }
    } else if ('advance' in step) sampling.clock.advance(step.advance)
    else if ('policy' in step) sampling.usePolicy(step.policy)
    else if (step.do === 'stats') {
      const stats = sampling.stats()
      seen.push(stats)
      expect(stats).toMatchObject(total)
      expect(stats.seen - stats.kept).toBe(Object.values(stats.dropped).reduce((sum, count) => sum + count, 0))
    } else if (step.do === 'report') {
      last = sampling.ledger.take()
      if (last !== undefined) reports.push(last)
      seen.push(last === undefined ? undefined : { ...last, instance_id: '' })
    } else if (step.do === 'put back' && last !== undefined) {
      sampling.ledger.putBack(last)
      reports.pop()
      last = undefined
    } else if (step.do === 'explain') seen.push(sampling.explain(recordOf('plain', 0, 9, '')).steps)
    else if (step.do === 'encoded' && kept !== undefined) sampling.pipeline.encoded(kept, kept.estimatedBytes, 200)
    else if (step.do === 'many')
      for (let i = 0; i < 30; i++) sample(recordOf('plain', 100 + Math.floor(random() * 50), 9, ''))
  }
  const rest = sampling.ledger.take()
  if (rest !== undefined) reports.push(rest)
  return { seen, counted, total, reports, stats: sampling.stats() }
}

const withLeases = (seed: number, patterns: number, leases = true) =>
  samplingUnderTest(OPTIONS, { seed, patterns, leases })

describe('drops that are decided ahead', () => {
  it(
    'are those that each record by itself would have been, and are counted as they were',
    () => {
      fc.assert(
        fc.property(stepsWith(fc.constant(undefined)), fc.nat(), fc.constantFrom(5, 100), (steps, seed, patterns) => {
          const ahead = run(steps, withLeases(seed, patterns), seed)
          const each = run(steps, withLeases(seed, patterns, false), seed)
          expect(ahead.seen).toEqual(each.seen)
          expect(ahead.stats).toEqual(each.stats)
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MILLIS,
  )

  it(
    'are the same where they are dropped before anything is built of them',
    () => {
      fc.assert(
        fc.property(stepsWith(fc.constant(undefined)), fc.nat(), fc.constantFrom(5, 100), (steps, seed, patterns) => {
          const drop = (leases: boolean) => run(steps, samplingUnderTest({}, { seed, patterns, leases }), seed, true)
          const ahead = drop(true)
          const each = drop(false)
          expect(ahead.seen).toEqual(each.seen)
          expect(ahead.stats).toEqual(each.stats)
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MILLIS,
  )

  it('are the same of event names, format strings, long traces and any attributes', () => {
    const value = fc.constantFrom<unknown>(
      1,
      404,
      503,
      'text',
      'failed',
      true,
      false,
      null,
      undefined,
      5n,
      {},
      [1],
      new Error('x'),
    )
    const key = fc.constantFrom(
      'a',
      'status',
      'statusCode',
      'outcome',
      'result',
      'ok',
      'stack',
      'method',
      'res',
      'lipservice.keep',
      'exception.type',
    )
    const record = fc.record(
      {
        severityNumber: fc.constantFrom<number | undefined>(9, 9, 9, 9.5, 0, 13, 17, undefined),
        body: fc.constantFrom<unknown>('user 42 logged in', 'user 7 logged in', 'GET /a 503 12 ms', 'as it is', {
          msg: 'x',
        }),
        eventName: fc.constantFrom('order.placed', ''),
        formatString: fc.constant('user %d logged in'),
        spanContext: fc.constant({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' }),
        attributes: fc.dictionary(key, value, { maxKeys: 3 }),
      },
      { requiredKeys: ['body', 'severityNumber'] },
    ) as fc.Arbitrary<LogRecord>
    let early = 0
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 4 }), fc.nat(), (given, seed) => {
        const records = [...given, USUAL, USUAL]
        const [ahead, each] = [true, false].map((leases) => samplingUnderTest({}, { seed, leases })) as [
          SamplingUnderTest,
          SamplingUnderTest,
        ]
        for (let i = 0; i < 1_500; i++) {
          const one = records[i % records.length]!
          const isDropped = dropsEarly(ahead, one)
          if (isDropped) early++
          const kept = isDropped ? false : ahead.pipeline.sample(one).keep
          expect(kept).toBe(each.pipeline.sample(one).keep)
          if (i % 8 === 0) for (const { clock } of [ahead, each]) clock.advance(3)
        }
        expect(ahead.stats()).toEqual(each.stats())
      }),
      { numRuns: RUNS / 2 },
    )
    expect(early).toBeGreaterThan(1_000)
  })

  it(
    'end where the rate of their pattern ends a block, whichever of its severities makes it',
    () => {
      const burst = fc.record({
        log: fc.constant('plain' as const),
        pattern: fc.constant(0),
        severity: fc.constantFrom(5, 9),
        count: fc.constantFrom(1, 3, 40, 300, 2_000),
      })
      /** Of one severity few are kept by then, so that many are decided ahead, while the other one goes by the rate. */
      const RARE: Step[] = [
        { policy: { version: 1, severity_rates: { DEBUG: 0.001 } } },
        ...Array.from({ length: 5 }, () => ({ advance: 61_000 })),
      ]
      fc.assert(
        fc.property(
          fc.constantFrom([], RARE),
          fc.array(burst, { minLength: 4, maxLength: 12 }),
          fc.nat(),
          (before, bursts, seed) => {
            const steps = [...before, ...bursts]
            expect(run(steps, withLeases(seed, 5), seed).seen).toEqual(
              run(steps, withLeases(seed, 5, false), seed).seen,
            )
          },
        ),
        { numRuns: atTier({ test: 20, long: 600, soak: 2_000 }) },
      )
    },
    TIMEOUT_MILLIS,
  )

  it(
    'leave all counts exact whatever comes between, under budgets and policies, with evictions',
    () => {
      const budget = fc.record({ bytes_per_second: fc.integer({ min: 0, max: 3_000 }) })
      fc.assert(
        fc.property(stepsWith(budget), fc.nat(), fc.constantFrom(5, 100), (steps, seed, patterns) => {
          const { total, reports, stats } = run(steps, withLeases(seed, patterns), seed)
          expect(stats).toMatchObject(total)
          const dropped = Object.values(stats.dropped).reduce((sum, count) => sum + count, 0)
          expect(stats.kept + dropped).toBe(total.seen)
          for (const severity of Object.values(stats.bySeverity))
            expect(severity.seen).toBe(severity.kept + severity.dropped)
          const reported = reports.flatMap((report) => report.patterns)
          expect(reported.reduce((sum, { count }) => sum + count, 0)).toBe(total.seen)
          expect(reported.reduce((sum, { sampled_count }) => sum + sampled_count, 0)).toBe(total.kept)
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MILLIS,
  )

  it.each([
    ['a pattern', {}, 1],
    ['many patterns under a budget', { budget: { recordsPerSecond: 20 } }, 40],
    ['a pattern of an app with rules of its own', { ...OPTIONS, minimumSeverity: 'info' }, 1],
  ])('are nearly all drops of %s', (_, options, patterns) => {
    const take = vi.spyOn(Leases.prototype, 'take')
    const sampling = samplingUnderTest(options as SamplingOptions)
    const log = () => {
      for (let i = 0; i < 20_000; i++) {
        sampling.pipeline.sample({ severityNumber: 9, body: bodyOf(i % patterns), attributes: { i } })
        sampling.clock.advance(1)
      }
      return sampling.stats().dropped.adaptive
    }
    const before = log()
    take.mockClear()
    const after = log()
    expect(take.mock.calls.length / (after - before)).toBeGreaterThan(0.9)
    expect(sampling.stats().seen).toBe(40_000)
    take.mockRestore()
  })

  it('are no more than there are, if a getter of a record logs the same', () => {
    const sampling = samplingUnderTest()
    const body = 'recursive line of a getter'
    const plain = { severityNumber: 9, body }
    let logged = 0
    const sample = (record: LogRecord) => {
      logged++
      if (!dropsEarly(sampling, record)) sampling.pipeline.sample(record)
    }
    for (let i = 0; i < 3_000; i++) {
      sample({
        severityNumber: 9,
        body,
        attributes: {
          get inner() {
            sample(plain)
            return 1
          },
        },
      })
      sampling.clock.advance(1)
    }
    const { seen, kept, dropped } = sampling.stats()
    expect(seen).toBe(logged)
    expect(kept + dropped.adaptive).toBe(logged)
  })
})
