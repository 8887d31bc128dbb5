import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createConstantTexts } from '../../src/signature/constant-texts.js'

const words = fc.constantFrom('a', 'b', 'ab', 'ba', 'abc', 'cab', 'x'.repeat(128), 'y'.repeat(128), 'z'.repeat(129), '')
const VALUES = [{ of: 1 }, { of: 2 }]

describe('constant texts', () => {
  it('answer what was said of a text last, or nothing', () => {
    const steps = fc.array(fc.record({ text: words, value: fc.nat(1), clears: fc.boolean() }), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (all) => {
        const known = createConstantTexts<object>()
        const last = new Map<string, object>()
        for (const { text, value, clears } of all) {
          if (clears) {
            known.clear()
            last.clear()
          }
          known.consider(text, VALUES[value]!)
          last.set(text, VALUES[value]!)
          for (const [said, as] of last) expect([undefined, as]).toContain(known.get(said))
        }
      }),
    )
  })

  it('know a text from its second time in a row on, until another takes its place', () => {
    const known = createConstantTexts<object>()
    const [value, other] = VALUES as [object, object]
    known.consider('ab', value)
    expect(known.get('ab')).toBeUndefined()
    known.consider('ab', value)
    expect(known.get('ab')).toBe(value)
    expect(known.get('ac')).toBeUndefined()
    known.consider('ac', other)
    expect(known.get('ab')).toBeUndefined()
    known.consider('ac', other)
    expect([known.get('ab'), known.get('ac')]).toEqual([undefined, other])
    known.clear()
    expect(known.get('ac')).toBeUndefined()
  })
})
