import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ParseResult, parsePolicy, parseStatsReport } from '../../src/protocol.js'

interface Vectors {
  valid: { name: string; document: object; value?: object }[]
  invalid: { name: string; document: unknown; problem: string }[]
}

const read = (name: string): Vectors =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'))

describe.each<[string, (input: unknown) => ParseResult<object>]>([
  ['policy', parsePolicy],
  ['stats-report', parseStatsReport],
])('the %s vectors', (name, parse) => {
  const { valid, invalid } = read(name)

  it.each(valid)('accept $name', ({ document, value = document }) => {
    const result = parse(document)
    expect(result).toMatchObject({ ok: true })
    expect(JSON.parse(JSON.stringify(result.ok && result.value))).toEqual(value)
  })

  it.each(invalid)('refuse $name', ({ document, problem }) => {
    const result = parse(document)
    expect(result.ok).toBe(false)
    expect(result.ok ? '' : result.problem).toContain(problem)
  })

  it('never throw, whatever the input', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true, withObjectString: true }), (input) => {
        expect(typeof parse(input).ok).toBe('boolean')
      }),
    )
  })
})

describe('an accepted policy', () => {
  it('is a frozen copy whose maps have no prototype', () => {
    const document = { version: 1, pattern_rates: { '9f86d081884c7d65': 0.5 } }
    const result = parsePolicy(document)
    if (!result.ok) throw new Error(result.problem)
    document.pattern_rates['9f86d081884c7d65'] = 0
    expect(result.value.pattern_rates?.['9f86d081884c7d65']).toBe(0.5)
    expect(Object.isFrozen(result.value)).toBe(true)
    expect(Object.getPrototypeOf(result.value.pattern_rates)).toBe(null)
  })

  it('holds copies of its rules, frozen all the way down', () => {
    const rule = { match: [{ key: 'a' }] }
    const result = parsePolicy({ version: 1, rules: [rule], severity_rates: { INFO: 0.5 } })
    if (!result.ok) throw new Error(result.problem)
    rule.match[0]!.key = 'b'
    expect(result.value.rules).toEqual([{ match: [{ key: 'a' }] }])
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen))
    expect(frozen(result.value)).toBe(true)
  })

  it('refuses rules that nest without end', () => {
    const rule: Record<string, unknown> = {}
    rule['self'] = rule
    expect(parsePolicy({ version: 1, rules: [rule] }).ok).toBe(false)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses %s for a rate', (rate) => {
    expect(parsePolicy({ version: 1, global_rate: rate }).ok).toBe(false)
    expect(parsePolicy({ version: 1, pattern_rates: { '9f86d081884c7d65': rate } }).ok).toBe(false)
  })

  it('has at most 10,000 patterns', () => {
    const rates = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [i.toString(16).padStart(16, '0'), 0.5]))
    expect(parsePolicy({ version: 1, pattern_rates: rates(10_000) }).ok).toBe(true)
    expect(parsePolicy({ version: 1, pattern_rates: rates(10_001) }).ok).toBe(false)
  })

  it('refuses __proto__ that came through JSON', () => {
    expect(parsePolicy(JSON.parse('{"version":1,"__proto__":{"mode":"off"}}')).ok).toBe(false)
    expect(parsePolicy(JSON.parse('{"version":1,"pattern_rates":{"__proto__":0}}')).ok).toBe(false)
  })
})
