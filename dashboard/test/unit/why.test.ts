import { describe, expect, it } from 'vitest'
import { policyAtOf } from '../../src/patterns/facts.js'
import { isHeld, type Override, overrideOf, pendingOf, RULES, ruleOf } from '../../src/patterns/why.js'

const AT = 1_000
const override = (rest: Partial<Override>): Override => ({
  service: 'shop',
  signature: '0'.repeat(16),
  check: null,
  kind: 'exemption',
  rate: null,
  class: null,
  reason: 'r',
  created_at: AT,
  created_by: 'k',
  expires_at: null,
  ...rest,
})
const pattern: Parameters<typeof isHeld>[1] = {
  why: 'free',
  kept_whole: false,
  ceiling: 1,
  class: 'unknown',
  overrides: [],
}

describe('why a pattern is kept or dropped', () => {
  it('is one rule for every answer of the server', () => {
    const whys = [
      'error',
      'exempt',
      'security',
      'audit',
      'judged',
      'novel',
      'incident',
      'locked',
      'thinned',
      'free',
    ] as const
    expect(whys.map((why) => RULES.indexOf(ruleOf({ why })))).toEqual([0, 1, 2, 2, 2, 2, 2, 3, 4, 4])
  })

  it('finds what a person fixed by its kind', () => {
    const lock = override({ kind: 'lock', rate: 0.5 })
    expect(overrideOf({ overrides: [override({}), lock] }, 'lock')).toBe(lock)
    expect(overrideOf({ overrides: [lock] }, 'label')).toBeUndefined()
  })
})

describe('what a person fixed', () => {
  it('is pending while there is no policy, whatever the pattern says', () => {
    expect(isHeld(override({}), { ...pattern, kept_whole: true }, undefined)).toBe(false)
  })

  it('is pending under a policy of before, until a later one', () => {
    const all = [override({}), override({ kind: 'lock', rate: 0.3 }), override({ kind: 'label', class: 'audit' })]
    expect(pendingOf({ ...pattern, overrides: all }, AT - 60)).toEqual(all)
    expect(pendingOf({ ...pattern, overrides: all }, AT)).toEqual(all)
    expect(pendingOf({ ...pattern, overrides: all }, AT + 1)).toEqual([])
  })

  it('is held by a policy of before that does the same', () => {
    expect(isHeld(override({}), { ...pattern, why: 'novel', kept_whole: true }, AT - 60)).toBe(true)
    expect(isHeld(override({ kind: 'label', class: 'audit' }), { ...pattern, class: 'audit' }, AT - 60)).toBe(true)
    const lock = override({ kind: 'lock', rate: 0.3 })
    expect(isHeld(lock, { ...pattern, why: 'locked', ceiling: 0.3 }, AT - 60)).toBe(true)
    expect(isHeld(lock, { ...pattern, why: 'locked', ceiling: 0.4 }, AT - 60)).toBe(false)
    expect(isHeld(lock, { ...pattern, why: 'thinned', ceiling: 0.3 }, AT - 60)).toBe(false)
  })

  it('is not known to a policy that a person put in force, however late', () => {
    for (const kind of ['operator', 'rollback', 'incident', 'revert'] as const) {
      const policyAt = policyAtOf({ kind, created_at: AT + 60 })
      expect(isHeld(override({}), pattern, policyAt)).toBe(false)
      expect(isHeld(override({}), { ...pattern, kept_whole: true }, policyAt)).toBe(true)
    }
    expect(isHeld(override({}), pattern, policyAtOf({ kind: 'adjustment', created_at: AT + 60 }))).toBe(true)
    expect(policyAtOf(null)).toBeUndefined()
  })
})
