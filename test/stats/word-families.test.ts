import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signTemplate } from '../../src/signature/signature.js'
import { isOfFamily } from '../../src/stats/families/family-rule.js'
import { FamilySketch } from '../../src/stats/families/family-sketch.js'
import { placesOf } from '../../src/stats/families/template-places.js'
import { WordFamilies } from '../../src/stats/families/word-families.js'
import { wordOf } from '../sampling/traffic.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'

const INFO = 9
const WARN = 13
const MINUTE = 60_000

function logWords(
  sampling: ReturnType<typeof samplingUnderTest>,
  count: number,
  record: (word: string, i: number) => object,
) {
  for (let i = 0; i < count; i++) {
    sampling.clock.advance(20)
    sampling.pipeline.sample({ severityNumber: INFO, ...record(wordOf(i), i) })
  }
}

const templates = (sampling: ReturnType<typeof samplingUnderTest>) =>
  sampling.stats().patterns.map(({ template }) => template)

describe('a flood of words', () => {
  it('becomes one pattern, and no count is lost', () => {
    const sampling = samplingUnderTest()
    logWords(sampling, 10_000, (word) => ({ body: `search for ${word} returned nothing` }))
    const { patterns, seen, patternFamilies } = sampling.stats()
    expect(patternFamilies).toBe(1)
    expect(patterns).toMatchObject([{ template: 'search for <*> returned nothing', seen: 10_000 }])
    expect(seen).toBe(10_000)
  })

  it('needs one word beside it that stays', () => {
    const sampling = samplingUnderTest()
    logWords(sampling, 1_000, (word) => ({ body: `search ${word}` }))
    expect(templates(sampling)).toEqual(['search <*>'])
    const without = samplingUnderTest()
    logWords(without, 1_000, (word) => ({ body: word }))
    expect(without.stats()).toMatchObject({ patternFamilies: 0, patternCount: 1_000 })
  })

  it('does not swallow a pattern that was there before, not even after it has left the table', () => {
    const sampling = samplingUnderTest({}, { patterns: 300 })
    const own = { severityNumber: INFO, body: 'payment capture failed' }
    const { signature } = sampling.pipeline.sample(own)
    sampling.clock.advance(11 * MINUTE)
    logWords(sampling, 200, (word) => ({ body: `payment ${word} failed` }))
    expect(templates(sampling)).toContain('payment <*> failed')
    expect(sampling.pipeline.sample(own).signature).toBe(signature)
    for (let i = 0; i < 40_000 && templates(sampling).includes('payment capture failed'); i += 500) {
      logWords(sampling, 500, (_, k) => ({ body: `${wordOf(i + k)} of ${wordOf((i + k) * 13 + 2)}` }))
      logWords(sampling, 500, (_, k) => ({ body: `${wordOf(i + k)} of ${wordOf((i + k) * 13 + 2)}` }))
    }
    expect(templates(sampling)).not.toContain('payment capture failed')
    expect(sampling.pipeline.sample(own).signature).toBe(signature)
  })

  it('is of one band of severities and of one outcome', () => {
    const sampling = samplingUnderTest()
    logWords(sampling, 500, (word) => ({ body: `job ${word} ended` }))
    const other = (record: object) =>
      sampling.pipeline.sample({ severityNumber: INFO, body: 'job quite ended', ...record })
    const merged = signTemplate('job <*> ended').id
    expect(other({ body: 'job other ended' }).signature).toBe(merged)
    expect(other({ severityNumber: WARN }).signature).toBe(signTemplate('job quite ended').id)
    expect(other({ body: 'job failing ended', attributes: { statusCode: 500 } }).signature).toBe(
      signTemplate('job failing ended <5xx>').id,
    )
  })

  it('is explained as the pattern that it is', () => {
    const sampling = samplingUnderTest()
    logWords(sampling, 500, (word) => ({ body: `job ${word} ended` }))
    expect(sampling.explain({ severityNumber: INFO, body: 'job neverseen ended' }).template).toBe('job <*> ended')
    expect(sampling.stats().patternCount).toBeLessThan(110)
  })

  it('is none where a word is one of a few dozen', () => {
    const sampling = samplingUnderTest()
    logWords(sampling, 20_000, (_, i) => ({ body: `module ${wordOf(i % 60)} started step ${wordOf((i * 7) % 25)}` }))
    expect(sampling.stats().patternFamilies).toBe(0)
  })

  it('at many places makes at most 256 rules, of which the least used leaves, and one a second', () => {
    const families = new WordFamilies(7)
    let made = 0
    for (let place = 0; place < 350; place++) {
      for (let i = 0; i < 200; i++) {
        const signature = signTemplate(`part ${wordOf(place)} took ${wordOf(i + 1_000)} away`)
        if (families.take(signature, INFO, place * 1_000)?.isNew) made++
      }
    }
    expect(made).toBeGreaterThan(256)
    expect(families.size).toBe(256)
    const hurried = new WordFamilies(7)
    for (let place = 0; place < 20; place++) {
      for (let i = 0; i < 200; i++)
        hurried.take(signTemplate(`part ${wordOf(place)} took ${wordOf(i + 1_000)} away`), INFO, 0)
    }
    expect(hurried.size).toBe(1)
  })
})

const words = fc.array(fc.constantFrom('get', 'order', '<*>', 'a', 'of', 'done', 'x-y'), {
  minLength: 1,
  maxLength: 12,
})

describe('the places of a template', () => {
  it('are its literal words beside which another one stays, and put it together again', () => {
    fc.assert(
      fc.property(words, (words) => {
        const template = words.join(' ')
        const places = placesOf(template, 5)
        const literals = words.filter((word) => word !== '<*>')
        expect(places.map(({ word }) => word)).toEqual(literals.length < 2 ? [] : literals)
        for (const { word, prefix, suffix } of places) expect(`${prefix}${word}${suffix}`).toBe(template)
      }),
    )
  })

  it('are of one family if and only if all else is the same', () => {
    fc.assert(
      fc.property(words, fc.nat(11), fc.constantFrom('other', 'words'), (words, at, word) => {
        const places = placesOf(words.join(' '), 5)
        const place = places[at % Math.max(1, places.length)]
        fc.pre(place !== undefined)
        const changed = placesOf(`${place!.prefix}${word}${place!.suffix}`, 5)
        const same = changed.filter(({ familyHash }) => familyHash === place!.familyHash)
        expect(same).toMatchObject([{ prefix: place!.prefix, suffix: place!.suffix, word }])
        const rule = { band: 2, prefix: place!.prefix, suffix: place!.suffix, signature: signTemplate('x') }
        expect(isOfFamily(rule, `${place!.prefix}${word}${place!.suffix}`)).toBe(true)
        expect(isOfFamily(rule, `${place!.prefix}two ${word}${place!.suffix}`)).toBe(false)
        expect(placesOf(words.join(' '), 6).some(({ familyHash }) => familyHash === place!.familyHash)).toBe(false)
      }),
    )
  })

  it('take work in proportion to the words, and are at most 32', () => {
    const template = Array.from({ length: 100 }, (_, i) => wordOf(i)).join(' ')
    expect(placesOf(template, 1)).toHaveLength(32)
  })
})

describe('the sketch of families', () => {
  it('counts distinct words within a quarter, however often each comes', () => {
    const sketch = new FamilySketch()
    let estimate = 0
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 100; i++) {
        const [place] = placesOf(`${wordOf(i)} x`, 3)
        estimate = sketch.add(12_345, place!.wordHash)
      }
    }
    expect(estimate).toBeGreaterThan(75)
    expect(estimate).toBeLessThan(125)
  })

  it('lets no flood of single templates push out a family that grows', () => {
    const sketch = new FamilySketch()
    let estimate = 0
    for (let i = 0; i < 150; i++) {
      const [place] = placesOf(`${wordOf(i)} x`, 3)
      estimate = sketch.add(777, place!.wordHash)
      for (let k = 0; k < 500; k++) sketch.add(Math.imul(i * 500 + k, 0x9e3779b1) | 0, 1)
    }
    expect(estimate).toBeGreaterThan(100)
  })
})
