import { describe, expect, it } from 'vitest'
import { diffOf } from '../../src/policies/policy-diff.js'

describe('what differs between two policies', () => {
  it('is told entry by entry, in order', () => {
    const before = { version: 1, pattern_rates: { a: 0.5, b: 0.1 }, global_rate: 1, keep_patterns: ['x'] }
    const after = { version: 2, pattern_rates: { b: 0.2, c: 1 }, global_rate: 1, keep_patterns: ['x', 'y'] }
    expect(diffOf(before, after)).toEqual([
      { path: 'keep_patterns', before: ['x'], after: ['x', 'y'] },
      { path: 'pattern_rates.a', before: 0.5 },
      { path: 'pattern_rates.b', before: 0.1, after: 0.2 },
      { path: 'pattern_rates.c', after: 1 },
    ])
  })

  it('is nothing where only what every version changes differs', () => {
    const shared = { service: 'shop', global_rate: 0.5 }
    expect(diffOf({ ...shared, version: 1, issued_at: 'a' }, { ...shared, version: 2, issued_at: 'b' })).toEqual([])
  })

  it('tells of a map that comes or goes, and of names that are no plain ones', () => {
    const rates = JSON.parse('{"__proto__":0.5}') as object
    expect(diffOf({}, { pattern_rates: rates })).toEqual([{ path: 'pattern_rates.__proto__', after: 0.5 }])
    expect(diffOf({ budget: { bytes_per_second: 5 } }, {})).toEqual([{ path: 'budget.bytes_per_second', before: 5 }])
  })
})
