import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StatsReport } from '../../src/protocol.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'

const INFO = 9
const ERROR = 17

interface Step {
  readonly severityNumber: number
  readonly hasError: boolean
  readonly times: number
  readonly text: string
  readonly reports: 'no' | 'accepted' | 'refused'
}

const records = fc.array(
  fc.record<Step>({
    severityNumber: fc.constantFrom(INFO, ERROR, 21),
    hasError: fc.boolean(),
    times: fc.integer({ min: 1, max: 300 }),
    text: fc.constantFrom('noise of the day', 'payment was refused'),
    reports: fc.constantFrom('no', 'accepted', 'refused'),
  }),
  { minLength: 1, maxLength: 12 },
)

/** Logs and reports; returns the reports that were accepted, and what was true of the records. */
function run(steps: readonly Step[], options: object) {
  const sampling = samplingUnderTest(options)
  const accepted: StatsReport[] = []
  const truth = { seen: 0, kept: 0, shadowed: 0 }
  for (const { severityNumber, hasError, times, text, reports } of steps) {
    for (let i = 0; i < times; i++) {
      const attributes = hasError ? { error: new Error('e') } : {}
      const decision = sampling.pipeline.sample({ severityNumber, body: text, attributes })
      if (severityNumber >= ERROR || hasError) {
        truth.seen++
        if (decision.keep) truth.kept++
      }
      if (decision.keep && decision.shadow?.decision === 'drop') truth.shadowed++
    }
    const report = reports === 'no' ? undefined : sampling.ledger.take()
    if (report !== undefined && reports === 'refused') sampling.ledger.putBack(report)
    else if (report !== undefined) accepted.push(report)
  }
  const last = sampling.ledger.take()
  if (last !== undefined) accepted.push(last)
  const sum = (of: (report: StatsReport) => number | undefined) =>
    accepted.reduce((all, one) => all + (of(one) ?? 0), 0)
  return { sampling, accepted, truth, sum }
}

describe('what reports say', () => {
  it('of errors is what was logged and kept, by severity or by an Error, whatever was refused on the way', () => {
    let thinned = 0
    fc.assert(
      fc.property(records, fc.boolean(), (steps, shadow) => {
        const { truth, sum, accepted, sampling } = run(steps, { shadow })
        expect(sum(({ errors }) => errors!.seen)).toBe(truth.seen)
        expect(sum(({ errors }) => errors!.kept)).toBe(truth.kept)
        for (const { errors } of accepted) expect(errors!.kept).toBeLessThanOrEqual(errors!.seen)
        thinned += sampling.pipeline.seen - truth.seen
      }),
    )
    expect(thinned).toBeGreaterThan(0)
  })

  it('of shadow mode is what active mode would have dropped, with the bytes that savings have, and nothing in active mode', () => {
    let shadowed = 0
    fc.assert(
      fc.property(records, fc.boolean(), (steps, shadow) => {
        const { sampling, truth, sum, accepted } = run(steps, { shadow })
        expect(sum((report) => report.shadow_dropped?.records)).toBe(truth.shadowed)
        if (!shadow) expect(accepted.some((report) => 'shadow_dropped' in report)).toBe(false)
        else expect(sum((report) => report.shadow_dropped?.bytes)).toBe(sampling.stats().savings.bytes)
        shadowed += truth.shadowed
      }),
    )
    expect(shadowed).toBeGreaterThan(100)
  })

  it('of the bytes of shadow mode is by the size of what was encoded', () => {
    const sampling = samplingUnderTest({ shadow: true })
    const record = { severityNumber: INFO, body: 'noise of the day' }
    const first = sampling.pipeline.sample(record)
    if (!first.keep) throw new Error('a first record is kept')
    sampling.pipeline.encoded(first, first.estimatedBytes, 3 * first.estimatedBytes)
    for (let i = 0; i < 3_000; i++) sampling.pipeline.sample(record)
    const { shadow_dropped } = sampling.ledger.take()!
    expect(shadow_dropped!.records).toBeGreaterThan(1_000)
    expect(shadow_dropped!.bytes).toBe(shadow_dropped!.records * 3 * first.estimatedBytes)
  })
})
