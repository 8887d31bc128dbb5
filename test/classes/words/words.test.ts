import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLASSES, classify } from '../../../src/classes/classify.js'
import { scoreOf } from './score.js'
import { blindSet, bothPasses, kappaOf, wordSet } from './word-set.js'

const set = wordSet()
const heldOut = set.filter(({ isHeldOut }) => isHeldOut)

describe('the words of 590 templates', () => {
  it('were labelled twice, and both passes agree beyond chance', () => {
    expect(set.length).toBeGreaterThanOrEqual(400)
    expect(bothPasses().every(([, second]) => second !== undefined)).toBe(true)
    expect(kappaOf(bothPasses())).toBeGreaterThan(0.8)
  })

  it('are of every class in the half that no rule was made by', () => {
    for (const name of CLASSES.filter((one) => one !== 'error'))
      expect(heldOut.filter(({ label }) => label === name).length, name).toBeGreaterThanOrEqual(15)
  })

  it('say in the held-out half what is security or audit, and hardly ever of anything else', () => {
    const { precision, recall } = scoreOf(heldOut, ['security', 'audit'], classify)
    expect(recall).toBeGreaterThanOrEqual(0.7)
    expect(precision).toBeGreaterThanOrEqual(0.8)
  })

  it('say in the held-out half what is business', () => {
    expect(scoreOf(heldOut, ['business'], classify).recall).toBeGreaterThanOrEqual(0.7)
  })

  it('never take what protects, or business, for a health check', () => {
    const wrong = set
      .filter(({ label }) => ['security', 'audit', 'business'].includes(label))
      .filter(({ template, severity }) => classify(template, severity) === 'health_check')
    expect(wrong).toEqual([])
  })
})

describe('the words of 131 lines that were written and labelled before any rule was tried on them', () => {
  it('say what protects and what is business, and hide neither', () => {
    const { precision, recall } = scoreOf(blindSet(), ['security', 'audit'], classify)
    expect(recall).toBeGreaterThanOrEqual(0.7)
    expect(precision).toBeGreaterThanOrEqual(0.8)
    expect(scoreOf(blindSet(), ['business'], classify).recall).toBeGreaterThanOrEqual(0.7)
    for (const { template, severity, label } of blindSet())
      if (classify(template, severity) === 'health_check') expect(label, template).toMatch(/health_check|debug|unknown/)
  })
})

describe('the words of any template', () => {
  const anyText = fc
    .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 600 })
    .map((codes) => String.fromCodePoint(...codes))
  const severity = fc.constantFrom('TRACE', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL')

  it('have a class, whatever they are', () => {
    fc.assert(
      fc.property(anyText, severity, (text, level) => {
        expect(CLASSES).toContain(classify(text, level))
      }),
    )
  })

  it('protect nothing behind a search, whatever is looked for', () => {
    const looked = fc.constantFrom(...set.map(({ template }) => template))
    fc.assert(
      fc.property(looked, (template) => {
        expect(classify(`search for ${template}`, 'INFO')).not.toMatch(/security|audit/)
      }),
      { numRuns: 300 },
    )
  })

  it('are read up to a bound: what is beyond changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (tail) => {
        expect(classify(`${'x '.repeat(256)}${tail}`, 'INFO')).toBe('unknown')
      }),
    )
  })
})
