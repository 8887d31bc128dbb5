import { MAX_POLICY_BYTES, type Policy, parsePolicy, readPatternChecks } from 'lipservice/protocol'
import { describe, expect, it } from 'vitest'
import { newVersion } from '../../src/policies/new-version.js'
import { TEN } from '../support/reports.js'

const BY_HAND = { kind: 'operator', stage: 'active', by: 'k', reason: 'r' } as const
const hex = (n: number, kind: string) => `${kind}${n.toString(16)}`.padStart(16, '0')
const many = (n: number, kind: string) => Array.from({ length: n }, (_, i) => hex(i + 1, kind))
/** As many digits as a number can have. */
const LONG_RATE = 0.12345678901234568

function made(document: object, known: ReadonlyMap<string, readonly string[]>): { policy: Policy; bytes: number } {
  const version = newVersion(document, 1, 'shop', BY_HAND, TEN * 1000, known)
  if (!version.ok) throw new Error(version.problem)
  const parsed = parsePolicy(JSON.parse(version.policy.document))
  if (!parsed.ok) throw new Error(parsed.problem)
  return { policy: parsed.value, bytes: Buffer.byteLength(version.policy.document) }
}

describe('a new version of a policy', () => {
  it('has a check for each of 10,000 rates, however long they are', () => {
    const ids = many(10_000, 'a')
    const known = new Map(ids.map((id, i) => [id, [hex(i, 'c')]]))
    const { policy, bytes } = made({ pattern_rates: Object.fromEntries(ids.map((id) => [id, LONG_RATE])) }, known)
    expect(bytes).toBeLessThanOrEqual(MAX_POLICY_BYTES)
    expect(Object.keys(policy.pattern_rates!)).toHaveLength(10_000)
    expect(readPatternChecks(policy).rated).toEqual(new Map([...known].map(([id, [check]]) => [id, check])))
  })

  it('has those of keep_patterns first where not all fit', () => {
    const [rated, valued, kept] = [many(10_000, 'a'), many(7_000, 'b'), many(10_000, 'd')]
    const known = new Map([...rated, ...valued, ...kept].map((id, i) => [id, [hex(i, 'c')]]))
    const document = {
      pattern_rates: Object.fromEntries(rated.map((id) => [id, LONG_RATE])),
      pattern_values: Object.fromEntries(valued.map((id) => [id, LONG_RATE])),
      keep_patterns: kept,
    }
    const { policy, bytes } = made(document, known)
    expect(bytes).toBeLessThanOrEqual(MAX_POLICY_BYTES)
    expect(bytes).toBeGreaterThan(MAX_POLICY_BYTES - 100)
    const checks = readPatternChecks(policy)
    expect(checks.keep).toEqual(kept.map((id) => known.get(id)![0]))
    expect(checks.rated.size).toBeLessThan(17_000)
  })

  it('is refused when it is larger than SDKs read', () => {
    const document = { keep_patterns: many(10_000, 'a'), rules: [{ text: 'x'.repeat(MAX_POLICY_BYTES - 100_000) }] }
    expect(newVersion(document, 1, 'shop', BY_HAND, TEN * 1000)).toMatchObject({
      ok: false,
      problem: expect.stringContaining(String(MAX_POLICY_BYTES)),
    })
  })

  it('of a person means all patterns that have a signature it names', () => {
    const [one, two, none] = [hex(1, 'a'), hex(2, 'a'), hex(3, 'a')]
    const known = new Map([
      [one, [hex(1, 'c')]],
      [two, [hex(2, 'c'), hex(3, 'c')]],
    ])
    const { policy } = made({ keep_patterns: [two, one, none], pattern_rates: { [one]: 0.1, [two]: 0.2 } }, known)
    expect(policy.keep_patterns).toEqual([two, two, one, none])
    expect(readPatternChecks(policy)).toEqual({
      keep: [hex(2, 'c'), hex(3, 'c'), hex(1, 'c'), undefined],
      rated: new Map([[one, hex(1, 'c')]]),
    })
  })

  it('of a person names no more patterns than a policy may, however many have one signature', () => {
    const ids = many(9_000, 'a')
    const known = new Map([[ids[0]!, many(5_000, 'c')]])
    const { policy } = made({ keep_patterns: ids }, known)
    expect(policy.keep_patterns).toHaveLength(10_000)
    expect(new Set(policy.keep_patterns)).toEqual(new Set(ids))
  })

  it('keeps the checks of a document that is put in force again, whatever has come since', () => {
    const id = hex(1, 'a')
    const { policy } = made({ keep_patterns: [id], pattern_rates: { [id]: 0.1 } }, new Map([[id, [hex(1, 'c')]]]))
    const again = newVersion(
      policy,
      2,
      'shop',
      { ...BY_HAND, kind: 'rollback' },
      TEN * 1000,
      new Map([[id, [hex(9, 'c')]]]),
    )
    if (!again.ok) throw new Error(again.problem)
    expect(readPatternChecks(JSON.parse(again.policy.document))).toEqual(readPatternChecks(policy))
  })
})
