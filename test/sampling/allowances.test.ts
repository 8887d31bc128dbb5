import { describe, expect, it } from 'vitest'
import type { LogRecord } from '../../src/record/log-record.js'
import { ALLOWANCE_SHARES, type AllowanceName } from '../../src/sampling/allowances/shares.js'
import { seededRandom } from '../../src/testing.js'
import { keeping } from '../support/keeping.js'
import { type SamplingUnderTest, samplingUnderTest } from '../support/sampling-under-test.js'
import { atTier } from '../support/tier.js'
import { wordOf } from './traffic.js'

const BUDGET = 20
const PER_SECOND = 400
/** Less than the 10 that a pass-through window is open. */
const MINUTES = atTier({ test: 3, long: 6, soak: 9 })

interface Flood {
  readonly record: LogRecord
  readonly begin?: (sampling: SamplingUnderTest) => void
  /** Times the budget that may be kept in all. */
  readonly most?: number
}

/** For each guarantee that an outsider can trigger, records that all ask for it. */
const FLOODS: Record<Exclude<AllowanceName, `first${string}` | `novel${string}` | 'always_keep'>, Flood> = {
  failed: { record: { severityNumber: 9, body: 'GET /pay/1 503 9 ms' } },
  error_shaped: {
    record: { severityNumber: 9, body: 'posted', attributes: { 'exception.type': 'E', 'exception.message': 'x' } },
  },
  keep_attribute: { record: { severityNumber: 9, body: 'posted', attributes: { 'lipservice.keep': true } } },
  keep_patterns: {
    record: { severityNumber: 9, body: 'posted' },
    begin: (sampling) => sampling.usePolicy({ version: 1, ...keeping('posted') }),
  },
  incident: {
    record: { severityNumber: 9, body: 'posted' },
    begin: (sampling) => {
      const incident_until = new Date(sampling.clock.now() + 30 * 60_000).toISOString()
      sampling.usePolicy({ version: 1, incident_until })
    },
    most: 2,
  },
}

function flood(sampling: SamplingUnderTest, record: LogRecord, seconds: number) {
  const sums = { seen: 0, kept: 0, weight: 0 }
  for (let i = 0; i < seconds * PER_SECOND; i++) {
    sampling.clock.advance(1_000 / PER_SECOND)
    const decision = sampling.pipeline.sample(record)
    sums.seen++
    if (!decision.keep) continue
    sums.kept++
    sums.weight += decision.weight
  }
  return sums
}

describe.each(Object.entries(FLOODS))(
  'a flood of what asks for the guarantee %s',
  (name, { record, begin, most = 1 }) => {
    it('is kept for it as far as its allowance goes, holds the budget, leaves weights true, and is said once', () => {
      const sampling = samplingUnderTest({ budget: { recordsPerSecond: BUDGET } })
      begin?.(sampling)
      flood(sampling, record, 60)
      const { seen, kept, weight } = flood(sampling, record, MINUTES * 60 - 60)
      expect(kept / (MINUTES * 60 - 60)).toBeLessThan(most * BUDGET * 1.05)
      expect(Math.abs(weight / seen - 1)).toBeLessThan(0.05)
      const share = ALLOWANCE_SHARES[name as AllowanceName]
      const allowance = sampling.stats().allowances[name as AllowanceName]
      expect(allowance.share).toBe(share)
      expect(allowance.takenShare).toBeGreaterThan(0.8 * share)
      expect(allowance.takenShare).toBeLessThan(1.2 * share)
      expect(allowance.refused).toBeGreaterThan(0)
      const said = sampling.said.filter((line) => line.includes('the allowance for'))
      expect(
        said.filter((line) => line.includes(`${Math.round(share * 100)} %`) && !line.includes('records of each')),
      ).toHaveLength(1)
    })
  },
)

describe('what is real', () => {
  it.each([
    ['an error by its severity', { severityNumber: 17, body: 'broken' }],
    ['an Error', { severityNumber: 9, body: 'broken', exception: new Error('x') }],
  ])('has no bound: %s', (_, record) => {
    const sampling = samplingUnderTest({ budget: { recordsPerSecond: BUDGET } })
    const { kept, seen } = flood(sampling, record, 60)
    expect(kept).toBe(seen)
  })

  it("nor has the app's own word, and its share is shown", () => {
    const alwaysKeep = ({ body }: LogRecord) => body === 'audited'
    const sampling = samplingUnderTest({ budget: { recordsPerSecond: BUDGET }, alwaysKeep })
    const { kept, seen } = flood(sampling, { severityNumber: 9, body: 'audited' }, 180)
    expect(kept).toBe(seen)
    const { share, takenShare, refused } = sampling.stats().allowances.always_keep
    expect({ share, refused }).toEqual({ share: Number.POSITIVE_INFINITY, refused: 0 })
    expect(takenShare).toBeGreaterThan(0.9 * (PER_SECOND / BUDGET))
  })
})

describe('a remote budget of 0', () => {
  it.each([
    [
      'of the policy',
      (sampling: SamplingUnderTest) => sampling.usePolicy({ version: 1, budget: { bytes_per_second: 0 } }),
    ],
    [
      'of the policy, and then more',
      (sampling: SamplingUnderTest) => {
        sampling.usePolicy({ version: 1, budget: { bytes_per_second: 0 } })
        flood(sampling, FLOODS.failed.record, 5)
        sampling.usePolicy({ version: 2, budget: { bytes_per_second: 1 } })
      },
    ],
  ])('%s leaves every figure a number, and the least that an allowance saves', (_, begin) => {
    const sampling = samplingUnderTest()
    begin(sampling)
    flood(sampling, FLOODS.failed.record, 10)
    const { allowances, keptByReason } = sampling.stats()
    expect(keptByReason.failed).toBeGreaterThanOrEqual(25)
    for (const { share, takenShare, refused } of Object.values(allowances)) {
      expect([share, takenShare, refused].some(Number.isNaN)).toBe(false)
    }
  })
})

const RARE_WARNINGS = 20
const RARE_INFOS = 200

/** What else is logged, 200 records a second for ten minutes, while 20 warnings and 200 records of INFO come once each. */
const WORD_FLOODS: Record<string, (i: number, random: () => number) => LogRecord> = {
  '10,000 words of INFO in turn': (i) => ({
    severityNumber: 9,
    body: `search for ${wordOf(i % 10_000)} returned nothing`,
  }),
  '10,000 words of WARN in turn': (i) => ({
    severityNumber: 13,
    body: `search for ${wordOf(i % 10_000)} returned nothing`,
  }),
  'ever new words of WARN': (i) => ({ severityNumber: 13, body: `search for ${wordOf(i)}${wordOf(i + 7)} failed` }),
}

describe.each(Object.entries(WORD_FLOODS))('under a flood of %s', (_, recordAt) => {
  it('every rare warning is kept, and at least nine of ten rare records of INFO', () => {
    const sampling = samplingUnderTest({ budget: { recordsPerSecond: BUDGET } })
    const random = seededRandom(8)
    const seconds = atTier({ test: 200, long: 400, soak: 3_600 })
    const rare = [
      ...Array.from({ length: RARE_WARNINGS }, (_, i) => ({
        severityNumber: 13,
        body: `${wordOf(i * 77)} disk ${wordOf(i)} full`,
      })),
      ...Array.from({ length: RARE_INFOS }, (_, i) => ({
        severityNumber: 9,
        body: `${wordOf(i * 91 + 7)} job ${wordOf(i)} done`,
      })),
    ].map((record) => ({ record, at: 60 + random() * (seconds - 60) }))
    rare.sort((a, b) => a.at - b.at)
    const kept = { warnings: 0, infos: 0 }
    for (let i = 0; i < seconds * 200; i++) {
      sampling.clock.advance(5)
      sampling.pipeline.sample(recordAt(i, random))
      while (rare.length > 0 && rare[0]!.at * 200 <= i) {
        const { record } = rare.shift()!
        if (sampling.pipeline.sample(record).keep) kept[record.severityNumber === 13 ? 'warnings' : 'infos']++
      }
    }
    expect(kept.warnings).toBe(RARE_WARNINGS)
    expect(kept.infos).toBeGreaterThanOrEqual(0.9 * RARE_INFOS)
    expect(sampling.stats().kept / seconds).toBeLessThan(1.05 * BUDGET)
  })
})
