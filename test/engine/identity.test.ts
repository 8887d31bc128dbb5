import { describe, expect, it } from 'vitest'
import { type Policy, packPatternChecks } from '../../src/protocol.js'
import { PatternValues } from '../../src/sampling/pattern-values.js'
import { signatureOf } from '../../src/signature/signature.js'
import { FORGED, OWN, sameIds } from '../support/same-ids.ts'
import { samplingUnderTest } from '../support/sampling-under-test.js'

const MINUTE = 60_000

describe('two templates of one id', () => {
  const orders = [
    { first: OWN, second: FORGED[0] },
    { first: FORGED[0], second: OWN },
  ]

  it('have the same id, and checks of their own', () => {
    sameIds()
  })

  it.each(orders)('are counted and reported apart: $first before $second', ({ first, second }) => {
    const sampling = samplingUnderTest()
    for (let i = 0; i < 40; i++) sampling.pipeline.sample({ severityNumber: 9, body: first })
    for (let i = 0; i < 3; i++) sampling.pipeline.sample({ severityNumber: 13, body: second })
    const [a, b] = [signatureOf(first), signatureOf(second)]
    expect(sampling.stats().patterns).toMatchObject([
      { signature: a.id, check: a.check, template: first, seen: 40 },
      { signature: a.id, check: b.check, template: second, seen: 3, kept: 3 },
    ])
    expect(sampling.ledger.take()).toMatchObject({
      unique_patterns: 2,
      patterns: [
        { signature: a.id, check: a.check, template: first, count: 40, severity_distribution: { INFO: 40 } },
        { signature: a.id, check: b.check, template: second, count: 3, severity_distribution: { WARNING: 3 } },
      ],
    })
  })

  it.each(orders)('have first records of their own: $first before $second', ({ first, second }) => {
    const sampling = samplingUnderTest()
    for (let minute = 0; minute < 5; minute++) {
      for (let i = 0; i < 500; i++) sampling.pipeline.sample({ severityNumber: 9, body: first })
      const decision = sampling.pipeline.sample({ severityNumber: 13, body: second })
      expect(decision).toMatchObject({ keep: true, reason: 'first', weight: 1, check: signatureOf(second).check })
      sampling.clock.advance(MINUTE)
    }
  })

  it.each(orders)('are explained apart: $first before $second', ({ first, second }) => {
    const sampling = samplingUnderTest()
    for (let i = 0; i < 2_000; i++) sampling.pipeline.sample({ severityNumber: 9, body: first })
    expect(sampling.explain({ severityNumber: 9, body: second })).toMatchObject({ template: second, reason: 'first' })
    expect(sampling.explain({ severityNumber: 9, body: first })).toMatchObject({ template: first, outcome: 'draw' })
  })

  it.each(orders)('learn sizes of their own: $first before $second', ({ first, second }) => {
    const sampling = samplingUnderTest()
    for (const [body, bytes] of [
      [first, 100],
      [second, 900],
    ] as const) {
      const decision = sampling.pipeline.sample({ severityNumber: 9, body })
      if (decision.keep) sampling.pipeline.encoded(decision, decision.estimatedBytes, bytes)
    }
    const bytes = sampling.stats().patterns.map(({ template, bytesSeen }) => [template, bytesSeen])
    expect(Object.fromEntries(bytes)).toEqual({ [first]: 100, [second]: 900 })
  })

  it('keep what was never accepted apart when a report comes back', () => {
    const sampling = samplingUnderTest()
    const log = (body: string, count: number) => {
      for (let i = 0; i < count; i++) sampling.pipeline.sample({ severityNumber: 9, body })
    }
    log(OWN, 2)
    log(FORGED[0], 5)
    log(FORGED[1], 7)
    sampling.ledger.putBack(sampling.ledger.take()!)
    log(FORGED[0], 1)
    const counts = sampling.ledger.take()!.patterns.map(({ template, count }) => [template, count])
    expect(Object.fromEntries(counts)).toEqual({ [OWN]: 2, [FORGED[0]]: 6, [FORGED[1]]: 7 })
  })

  it('are not one to a merge rule that names the words of one of them', () => {
    const sampling = samplingUnderTest()
    for (const body of [FORGED[0], OWN, OWN]) sampling.pipeline.sample({ severityNumber: 9, body })
    sampling.usePolicy({ version: 1, merge_rules: [{ template: 'payment <+> failed' }] })
    expect(sampling.stats().patterns).toMatchObject([
      { template: 'payment <*> failed', seen: 2 },
      { template: FORGED[0], seen: 1 },
    ])
    const late = sampling.ledger.take()!
    sampling.ledger.putBack(late)
    expect(sampling.ledger.take()!.patterns).toEqual(late.patterns)
  })
})

it('nothing that is not decided by a pattern counts for the pattern of an id of zeros', () => {
  const sampling = samplingUnderTest()
  sampling.pipeline.sample({ severityNumber: 9, body: 'x' })
  sampling.pipeline.encoded({ signature: signatureOf('x').id, check: '' }, 10, 10_000)
  sampling.pipeline.encoded({ signature: signatureOf('x').id }, 10, 10_000)
  expect(sampling.stats().bytesSeen).toBeLessThan(1_000)
})

describe('a policy that has checks', () => {
  const [own, forged] = [signatureOf(OWN), signatureOf(FORGED[0])]
  const kept = (policy: object, body: string) => {
    const sampling = samplingUnderTest()
    const named: Policy = { version: 1, keep_first: { count: 1, per_seconds: 60 }, ...policy }
    const keep = 'keep_patterns' in policy ? [own.check] : []
    const rated = new Map([[own.id, own.check]])
    sampling.usePolicy({ ...named, pattern_checks: packPatternChecks(named, { keep, rated }) })
    sampling.clock.advance(5 * MINUTE)
    return Array.from({ length: 400 }, () => sampling.pipeline.sample({ severityNumber: 9, body }))
  }
  const countOf = (decisions: readonly { readonly keep: boolean }[]) => decisions.filter(({ keep }) => keep).length

  it('means one of two templates of an id by its rate', () => {
    const policy = { global_rate: 1, pattern_rates: { [own.id]: 0.001 } }
    expect(countOf(kept(policy, OWN))).toBeLessThan(10)
    expect(countOf(kept(policy, FORGED[0]))).toBe(400)
  })

  it('means one of two templates of an id by keep_patterns', () => {
    const policy = { global_rate: 0.001, keep_patterns: [own.id] }
    const reasons = (body: string) => new Set(kept(policy, body).map(({ reason }) => reason))
    expect(reasons(OWN)).toContain('pinned')
    expect(reasons(FORGED[0])).not.toContain('pinned')
  })

  it('means one of two templates of an id by its value', () => {
    const values = new PatternValues({
      pattern_values: { [own.id]: 7 },
      pattern_checks: packPatternChecks(
        { pattern_values: { [own.id]: 7 } },
        { keep: [], rated: new Map([[own.id, own.check]]) },
      ),
    })
    expect(values.of({ signature: own.id, check: own.check })).toBe(7)
    expect(values.of({ signature: forged.id, check: forged.check })).toBe(1)
    expect(values.equals(new PatternValues({ pattern_values: { [own.id]: 7 } }))).toBe(false)
    expect(new PatternValues({ pattern_values: { [own.id]: 7 } }).of({ signature: own.id, check: forged.check })).toBe(
      7,
    )
  })

  it('keeps nothing whole that it has no check for', () => {
    const sampling = samplingUnderTest()
    const policy = { version: 1, global_rate: 0.001, keep_patterns: [own.id, forged.id] }
    const checks = { keep: [undefined, forged.check], rated: new Map<string, string>() }
    sampling.usePolicy({ ...policy, pattern_checks: packPatternChecks(policy, checks) })
    const reasons = (body: string) =>
      new Set(Array.from({ length: 50 }, () => sampling.pipeline.sample({ severityNumber: 9, body }).reason))
    expect(reasons(OWN)).not.toContain('pinned')
    expect(reasons(FORGED[0])).toEqual(new Set(['pinned']))
  })

  it('means whatever has the id if it has none, and keeps nothing whole', () => {
    const sampling = samplingUnderTest()
    sampling.usePolicy({ version: 1, keep_patterns: [own.id], pattern_rates: { [own.id]: 0.001 } })
    sampling.clock.advance(5 * MINUTE)
    for (const body of [OWN, FORGED[0]]) {
      const decisions = Array.from({ length: 400 }, () => sampling.pipeline.sample({ severityNumber: 9, body }))
      expect(countOf(decisions)).toBeLessThan(15)
      expect(decisions.map(({ reason }) => reason)).not.toContain('pinned')
    }
  })
})
