import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyMergeRules } from '../../src/signature/merge-rules.js'
import { signatureOf } from '../../src/signature/signature.js'
import { createSigner } from '../../src/signature/signer.js'
import { atTier } from '../support/tier.js'

const rulesOf = (...templates: string[]) => templates.map((template) => ({ template }))
const mergedBy = (...templates: string[]) => {
  const merge = applyMergeRules(rulesOf(...templates))
  return (text: string) => merge(signatureOf(text)).template
}
const LOGGED_IN = rulesOf('user <+> logged in')

const token = fc.constantFrom('user', 'ann', 'bob', 'logged', 'in', 'out', '<*>', 'No', 'for', 'a')
const text = fc.array(token, { maxLength: 7 }).map((tokens) => tokens.join(' '))
const rule = fc.array(fc.oneof(token, fc.constant('<+>')), { minLength: 1, maxLength: 7 })
const rules = fc.array(
  rule.map((tokens) => ({ template: tokens.join(' ') })),
  { maxLength: 50 },
)

describe('a merge rule', () => {
  it('takes one word or one value at each <+>, and its own words elsewhere', () => {
    const merged = mergedBy('user <+> logged in')
    expect(merged('user ann logged in')).toBe('user <*> logged in')
    expect(merged('user 42 logged in')).toBe('user <*> logged in')
    expect(merged('User ann logged in')).toBe('User ann logged in')
    expect(merged('user ann logged out')).toBe('user ann logged out')
  })

  it('takes its own <*> for a value alone', () => {
    const merged = mergedBy('user <+> left after <*> ms')
    expect(merged('user ann left after 20 ms')).toBe('user ann left after <*>')
    expect(mergedBy('user <+> left after <*>')('user ann left after 20 ms')).toBe('user <*> left after <*>')
    expect(mergedBy('user <+> left after <*>')('user ann left after lunch')).toBe('user ann left after lunch')
  })

  it('fits templates of its own length alone', () => {
    const merged = mergedBy('user <+> logged in')
    for (const text of ['user ann bob logged in', 'user logged in', 'user ann logged in twice', '']) {
      expect(merged(text)).toBe(signatureOf(text).template)
    }
  })

  it('makes one gap of gaps side by side, as every signature does', () => {
    expect(mergedBy('sent <+> <*> home')('sent mail 42 home')).toBe('sent <*> home')
  })

  it('may take what another has made; such chains end', () => {
    const chain = mergedBy('a <+> c d e', 'a <*> c <+> e', 'a <*> <+> <*> e')
    expect(chain('a bee c d e')).toBe(signatureOf('a <*> e').template)
    const long = Array.from({ length: 50 }, (_, i) =>
      ['start', ...Array.from({ length: 60 }, (_, j) => (j === i ? '<+>' : 'x'))].join(' '),
    )
    expect(mergedBy(...long)('start stop')).toBe('start stop')
  })
})

describe('merged signatures', () => {
  it('are the signatures of their templates, and merge into themselves', () => {
    fc.assert(
      fc.property(rules, text, (rules, text) => {
        const merge = applyMergeRules(rules)
        const merged = merge(signatureOf(text))
        expect(merged).toEqual(signatureOf(merged.template))
        expect(merge(merged)).toBe(merged)
      }),
      { numRuns: atTier({ test: 800, long: 2_000, soak: 2_000 }) },
    )
  })

  it('are the same objects where no rule applies, and with no rules at all', () => {
    const signature = signatureOf('nothing like it happened')
    expect(applyMergeRules(LOGGED_IN)(signature)).toBe(signature)
    fc.assert(fc.property(text, (text) => applyMergeRules([])(signatureOf(text)) === signatureOf(text)))
  })
})

describe('a signer with merge rules', () => {
  const merged = signatureOf('user <*> logged in')

  it('gives bodies, format strings and event names their merged ids, known ones too', () => {
    const signer = createSigner()
    const records = [
      { body: 'user ann logged in' },
      { body: { message: 'user bob logged in' } },
      { formatString: 'user cyd logged in', body: 'user cyd logged in' },
      { eventName: 'user dan logged in' },
    ]
    const before = records.map((record) => signer.sign(record))
    expect(new Set(before.map(({ id }) => id)).size).toBe(4)
    signer.useMerge(applyMergeRules(LOGGED_IN))
    for (const record of records) expect(signer.sign(record)).toEqual(merged)
    signer.useMerge(undefined)
    expect(records.map((record) => signer.sign(record))).toEqual(before)
  })

  it('follows new rules', () => {
    const signer = createSigner()
    signer.useMerge(applyMergeRules(LOGGED_IN))
    signer.sign({ formatString: 'user ann logged in' })
    signer.useMerge(applyMergeRules(rulesOf('user ann <+> in')))
    expect(signer.sign({ formatString: 'user ann logged in' }).template).toBe('user ann <*> in')
    expect(signer.sign({ body: 'user bob logged in' }).template).toBe('user bob logged in')
  })

  it('answers the same object for repeated messages, without merging again', () => {
    const signer = createSigner()
    const merge = applyMergeRules(LOGGED_IN)
    let merges = 0
    signer.useMerge((signature) => {
      merges++
      return merge(signature)
    })
    const first = signer.sign({ body: 'user ann logged in' })
    for (let i = 0; i < 10; i++) expect(signer.sign({ body: 'user ann logged in' })).toBe(first)
    expect(merges).toBe(1)
  })
})
