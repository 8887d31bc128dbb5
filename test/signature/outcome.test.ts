import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { learnMergeRules } from '../../src/signature/learn-merge-rules.js'
import { applyMergeRules } from '../../src/signature/merge-rules.js'
import { OUTCOMES, splitOutcome } from '../../src/signature/outcome.js'
import { signatureOf, signTemplate } from '../../src/signature/signature.js'
import { createSigner } from '../../src/signature/signer.js'

const outcomes = fc.constantFrom(...OUTCOMES)
const messages = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.lorem({ maxCount: 8 }))

describe('an outcome', () => {
  const { sign } = createSigner()

  it('is appended to the template, and makes a pattern of its own', () => {
    const completed = sign({ body: 'request completed' })
    const failed = sign({ body: 'request completed' }, '<5xx>')
    expect(failed.template).toBe('request completed <5xx>')
    expect(failed.id).not.toBe(completed.id)
    expect(sign({ body: 'request completed' }, '<5xx>')).toBe(failed)
  })

  it('cannot be forged by what a message says', () => {
    fc.assert(
      fc.property(messages, outcomes, fc.constantFrom(' ', '', '\n', '\u00a0'), (message, outcome, gap) => {
        const forged = signatureOf(`${message}${gap}${outcome}`)
        expect(splitOutcome(forged.template).outcome).toBeUndefined()
        expect(forged.id).not.toBe(sign({ body: message }, outcome).id)
      }),
    )
  })

  it('stays with a template that is signed again: it gets its own id', () => {
    fc.assert(
      fc.property(messages, fc.option(outcomes, { nil: undefined }), (message, outcome) => {
        const signature = sign({ body: message }, outcome)
        expect(signTemplate(signature.template)).toEqual(signature)
      }),
    )
  })

  it('is no place of a merge rule, and stays under one', () => {
    const merge = applyMergeRules([{ template: 'user <+> logged in' }, { template: 'job done <+>' }])
    expect(merge(sign({ body: 'user ann logged in' }, '<failed>'))).toEqual(
      sign({ body: 'user 42 logged in' }, '<failed>'),
    )
    const done = sign({ body: 'job done' }, '<5xx>')
    expect(merge(done)).toBe(done)
  })

  it('teaches no merge rule', () => {
    const names = ['ann', 'bob', 'cy', 'dan', 'eve']
    const templates = names.map((name, i) => ({ template: `user ${name} logged in ${OUTCOMES[i % OUTCOMES.length]}` }))
    expect(learnMergeRules(templates)).toEqual([{ template: 'user <+> logged in' }])
    expect(learnMergeRules(OUTCOMES.map((outcome) => ({ template: `job done ${outcome}` })))).toEqual([])
  })
})
