import { describe, expect, it } from 'vitest'
import type { LogRecord, SamplingOptions } from '../../src/index.js'
import { DROP_REASONS, type DropReason, KEEP_REASON_TABLE, KEEP_REASONS, type KeepReason } from '../../src/protocol.js'
import { isDurable, isGuaranteed } from '../../src/sampling/decision.js'
import { codeSpans, readPage, tableAfter } from '../docs/pages.js'
import { type SamplingUnderTest, samplingUnderTest } from '../support/sampling-under-test.js'

interface Case {
  readonly options?: SamplingOptions
  /** What comes before the record. */
  readonly before?: (sampling: SamplingUnderTest) => void
  readonly record?: LogRecord
}

const NOISE: LogRecord = { severityNumber: 9, body: 'noise 1' }
const FAILURE: LogRecord = { ...NOISE, attributes: { success: false } }
const repeated = (record: LogRecord) => (count: number) => (sampling: SamplingUnderTest) => {
  for (let i = 0; i < count; i++) sampling.pipeline.sample(record)
}
const noise = repeated(NOISE)
const failures = repeated(FAILURE)
const minuteOfNoise = (sampling: SamplingUnderTest) => {
  for (let second = 0; second < 60; second++) {
    noise(100)(sampling)
    sampling.clock.advance(1_000)
  }
}

/** A record that is kept for each reason. */
const KEPT: Readonly<Record<KeepReason, Case>> = {
  error: { record: { severityNumber: 17, body: 'failed' } },
  pinned: { record: { ...NOISE, attributes: { 'lipservice.keep': true } } },
  incident: {
    before: ({ usePolicy, clock }) =>
      usePolicy({ version: 1, incident_until: new Date(clock.now() + 60_000).toISOString() }),
    record: NOISE,
  },
  first: { record: NOISE },
  novel: { before: noise(1), record: NOISE },
  failed: { before: failures(5), record: FAILURE },
  adaptive: { before: noise(6), record: NOISE },
  disabled: { options: { enableAiSampling: false }, record: NOISE },
  failed_open: {
    options: {
      alwaysKeep: () => {
        throw new Error('of the app')
      },
    },
    record: NOISE,
  },
}

/** A record that is dropped for each reason. */
const DROPPED: Readonly<Record<DropReason, Case>> = {
  adaptive: { before: minuteOfNoise, record: NOISE },
  minimum_severity: { options: { minimumSeverity: 'warn' }, record: NOISE },
  silenced: {
    options: { allowRemoteSilence: true },
    before: (sampling) => sampling.usePolicy({ version: 1, global_rate: 0 }, { source: 'cache', ageMillis: 0 }),
    record: NOISE,
  },
}

function decide({ options = {}, before, record = NOISE }: Case, keep: boolean) {
  const sampling = samplingUnderTest(options)
  before?.(sampling)
  const explained = sampling.explain(record)
  // The last minute was thinned: one of a few is dropped.
  for (let i = 0; i < 20; i++) {
    const decision = sampling.pipeline.sample(record)
    if (decision.keep === keep) return { decision, explained, stats: sampling.stats() }
  }
  return expect.fail(`none of 20 records was ${keep ? 'kept' : 'dropped'}`)
}

describe('a reason to keep', () => {
  it.each(Object.entries(KEPT))('%s is decided, explained and counted', (reason, given) => {
    const { decision, explained, stats } = decide(given, true)
    expect(decision.reason).toBe(reason)
    expect(explained.reason).toBe(reason === 'disabled' ? 'off' : reason)
    expect(stats.keptByReason[reason as KeepReason]).toBeGreaterThan(0)
  })

  it.each(Object.entries(KEPT))('%s is what its row says to delivery', (reason, given) => {
    const { decision } = decide(given, true)
    const { guaranteed, durable } = KEEP_REASON_TABLE[reason as KeepReason]
    expect(decision.keep && { guaranteed: isGuaranteed(decision), durable: isDurable(decision) }).toEqual({
      guaranteed,
      durable,
    })
  })
})

describe('a reason to drop', () => {
  it.each(Object.entries(DROPPED))('%s is decided, explained and counted', (reason, given) => {
    const { decision, explained, stats } = decide(given, false)
    expect(decision.reason).toBe(reason)
    expect(explained.reason).toBe(reason)
    expect(stats.dropped[reason as DropReason]).toBeGreaterThan(0)
  })
})

describe('docs/sampling.md', () => {
  const page = readPage('docs/sampling.md')

  it('has the reasons to keep in the order in which they are decided', () => {
    const rows = tableAfter(page, '# What is kept').map(([reason]) => reason!.replaceAll('`', ''))
    expect(rows).toEqual(KEEP_REASONS.slice(0, rows.length))
    const [, outside] = /reasons stand outside the order\. (.*)$/m.exec(page.text)!
    expect([...outside!.matchAll(/`(\w+)`/g)].map(([, reason]) => reason)).toEqual(KEEP_REASONS.slice(rows.length))
  })

  it('names the reasons to drop', () => {
    expect(codeSpans(page)).toEqual(expect.arrayContaining([...DROP_REASONS]))
  })
})
