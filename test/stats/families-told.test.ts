import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Policy, parsePolicy, type WordFamily } from '../../src/protocol.js'
import { SEVERITIES } from '../../src/record/severity.js'
import { signatureOf, signTemplate } from '../../src/signature/signature.js'
import { wordOf } from '../sampling/traffic.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'
import { atTier } from '../support/tier.js'

const INFO = 9
const WARN = 13
const MINUTE = 60_000
type Sampling = ReturnType<typeof samplingUnderTest>

function flood(sampling: Sampling, bodyOf: (word: string) => string, record: object = {}, count = 200) {
  for (let i = 0; i < count; i++) {
    sampling.clock.advance(20)
    sampling.pipeline.sample({ severityNumber: INFO, body: bodyOf(wordOf(i)), ...record })
  }
}

function policyWith(word_families: readonly WordFamily[], version = 1): Policy {
  const parsed = parsePolicy({ version, word_families })
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.value
}

const nameOf = (body: string) => {
  const { id, check } = signatureOf(body)
  return { signature: id, check }
}
const patternsOf = (sampling: Sampling) =>
  sampling
    .stats()
    .patterns.map(({ template, seen }) => [template, seen])
    .toSorted()

describe('a family that an instance has learned', () => {
  it('is in one report, with the patterns that stayed themselves, and again if that report is refused or the server asks', () => {
    const sampling = samplingUnderTest()
    sampling.pipeline.sample({ severityNumber: INFO, body: 'payment capture failed' })
    sampling.clock.advance(11 * MINUTE)
    flood(sampling, (word) => `payment ${word} failed`)
    const family = { template: 'payment <+> failed', severity: 'INFO', exempt: [nameOf('payment capture failed')] }
    const next = () => {
      sampling.pipeline.sample({ severityNumber: INFO, body: 'alive' })
      return sampling.ledger.take()!
    }
    const first = next()
    expect(first.word_families).toEqual([family])
    sampling.ledger.putBack(first)
    expect(next().word_families).toEqual([family])
    expect(next().word_families).toBeUndefined()
    sampling.ledger.heed({ families_wanted: true })
    expect(next().word_families).toEqual([family])
    expect(next().word_families).toBeUndefined()
  })

  it.each([
    ['of errors', (word: string) => `job ${word} failed`, { severityNumber: 17 }],
    ['that shows a secret', (word: string) => `password swordfish of ${word} expired`, {}],
  ])('%s stays in its process', (_, bodyOf, record) => {
    const sampling = samplingUnderTest()
    flood(sampling, bodyOf, record)
    expect(sampling.stats().patternFamilies).toBe(1)
    expect(sampling.ledger.take()!.word_families).toBeUndefined()
    sampling.ledger.heed({ families_wanted: true })
    flood(sampling, bodyOf, record, 1)
    expect(sampling.ledger.take()!.word_families).toBeUndefined()
  })

  it('finds room in a report of few bytes, or waits for another: no report is larger for it', () => {
    const sampling = samplingUnderTest()
    for (let family = 0; family < 40; family++) {
      sampling.clock.advance(1_000)
      flood(sampling, (word) => `${'part of many '.repeat(8)}${wordOf(family)} took ${word}`)
    }
    const learned = sampling.stats().patternFamilies
    expect(learned).toBeGreaterThan(30)
    const told = new Set<string>()
    for (let reports = 0; reports < 200; reports++) {
      sampling.pipeline.sample({ severityNumber: INFO, body: 'alive' })
      const report = sampling.ledger.take(4_000)!
      if (report.patterns.length > 1) expect(JSON.stringify(report).length).toBeLessThanOrEqual(4_000)
      for (const { template } of report.word_families ?? []) {
        expect(told).not.toContain(template)
        told.add(template)
      }
    }
    expect(told.size).toBe(learned)
  })

  it('is, told by one instance and brought by a policy, the same pattern in another', () => {
    const one = samplingUnderTest()
    flood(one, (word) => `lookup of ${word} done`, { attributes: { statusCode: 503 } })
    const families = one.ledger.take()!.word_families!
    expect(families).toEqual([{ template: 'lookup of <+> done <5xx>', severity: 'INFO' }])
    const other = samplingUnderTest({}, { seed: 2 })
    other.usePolicy(policyWith(families))
    const sample = (sampling: Sampling, record: object) =>
      sampling.pipeline.sample({ severityNumber: INFO, body: 'lookup of qwrtk done', ...record }).signature
    const failing = { attributes: { statusCode: 503 } }
    expect(sample(other, failing)).toBe(sample(one, failing))
    expect(sample(other, failing)).toBe(signTemplate('lookup of <*> done <5xx>').id)
    expect(other.stats().patternFamilies).toBe(1)
    expect(other.ledger.take()!.word_families).toBeUndefined()
  })
})

describe('a family that a policy brings', () => {
  it('makes young patterns one with all that was counted, and leaves those that are older than ten minutes themselves', () => {
    const sampling = samplingUnderTest()
    const log = (word: string) => sampling.pipeline.sample({ severityNumber: INFO, body: `payment ${word} failed` })
    log('capture')
    sampling.clock.advance(10 * MINUTE + 1_000)
    for (const word of ['zxcvk', 'qwrtk']) log(word)
    sampling.usePolicy(policyWith([{ template: 'payment <+> failed', severity: 'INFO' }]))
    for (const word of ['capture', 'zxcvk', 'mnbvk']) log(word)
    expect(patternsOf(sampling)).toEqual([
      ['payment <*> failed', 4],
      ['payment capture failed', 2],
    ])
    const { seen, kept, dropped } = sampling.stats()
    expect(kept + Object.values(dropped).reduce((a, b) => a + b, 0)).toBe(seen)
  })

  it('leaves what it exempts alone from the first record on, and ends with a policy that has none', () => {
    const sampling = samplingUnderTest()
    const log = (word: string) => sampling.pipeline.sample({ severityNumber: INFO, body: `payment ${word} failed` })
    const family: WordFamily = {
      template: 'payment <+> failed',
      severity: 'INFO',
      exempt: [nameOf('payment capture failed')],
    }
    sampling.usePolicy(policyWith([family]))
    sampling.usePolicy(undefined)
    for (const word of ['capture', 'zxcvk']) log(word)
    expect(patternsOf(sampling).map(([template]) => template)).toEqual(['payment <*> failed', 'payment capture failed'])
    sampling.usePolicy(policyWith([], 2))
    expect(log('zxcvk').signature).toBe(signatureOf('payment zxcvk failed').id)
  })

  it('is not used where its exemptions are more than 4,096 in all, and others still are', () => {
    const exempt = (i: number) =>
      Array.from({ length: 256 }, (_, k) => ({
        signature: (256 * i + k).toString(16).padStart(16, '0'),
        check: '0'.repeat(16),
      }))
    const families = Array.from(
      { length: 17 },
      (_, i): WordFamily => ({
        template: `${wordOf(i)} took <+>`,
        severity: 'INFO',
        exempt: exempt(i),
      }),
    )
    const sampling = samplingUnderTest()
    sampling.usePolicy(policyWith([...families, { template: 'search <+>', severity: 'INFO' }]))
    const template = (body: string) => sampling.explain({ severityNumber: INFO, body }).template
    expect(template(`${wordOf(0)} took qwrtk`)).toBe(`${wordOf(0)} took <*>`)
    expect(template(`${wordOf(16)} took qwrtk`)).toBe(`${wordOf(16)} took qwrtk`)
    expect(template('search qwrtk')).toBe('search <*>')
  })

  const words = ['get', 'order', '<*>', 'of'] as const
  const outcomes = ['', '', ' <4xx>', ' <5xx>', ' <failed>']
  const hostile: fc.Arbitrary<WordFamily> = fc
    .tuple(
      fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 2 }),
      fc.nat(2),
      fc.constantFrom(...outcomes),
      fc.constantFrom('TRACE', 'DEBUG', 'INFO', 'WARNING'),
    )
    .map(([others, at, outcome, severity]) => ({
      template: `${others.toSpliced(at, 0, '<+>' as never).join(' ')}${outcome}`,
      severity: severity as WordFamily['severity'],
    }))
    .filter(({ template }) =>
      template.split(' ').some((word) => (words as readonly string[]).includes(word) && word !== '<*>'),
    )
  const record = fc.record({
    severityNumber: fc.constantFrom(0, 1, 5, 9, 13, 17, 21),
    body: fc
      .array(fc.constantFrom('get', 'order', '7', 'of', 'done', 'zxk'), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join(' ')),
    attributes: fc.constantFrom({}, {}, { statusCode: 404 }, { statusCode: 500 }, { success: false }),
  })

  it('never changes what an error is, nor crosses outcome or severity, whatever it says', () => {
    let merged = 0
    fc.assert(
      fc.property(
        fc.array(hostile, { maxLength: 40, size: 'max' }),
        fc.array(record, { minLength: 1, maxLength: 30, size: 'max' }),
        fc.nat(30),
        (families, records, at) => {
          const governed = samplingUnderTest()
          const alone = samplingUnderTest()
          for (const [i, one] of records.entries()) {
            if (i === at % records.length) governed.usePolicy(policyWith(families))
            const expected = alone.explain(one)
            const actual = governed.explain(one)
            const decision = governed.pipeline.sample(one)
            alone.pipeline.sample(one)
            if (one.severityNumber >= 17) {
              expect(decision.keep).toBe(true)
            }
            if (actual.template === expected.template) continue
            merged++
            const ofRule = families.find(
              ({ template }) => signTemplate(template.replace('<+>', '<*>')).template === actual.template,
            )
            expect(ofRule).toBeDefined()
            const outcomeOf = (template: string) =>
              outcomes.slice(2).find((outcome) => ` ${template}`.endsWith(outcome))
            expect(outcomeOf(actual.template)).toBe(outcomeOf(expected.template))
            const severity = one.severityNumber === 0 ? 'INFO' : SEVERITIES[(one.severityNumber - 1) >> 2]
            expect(severity).not.toBe('ERROR')
            expect(severity).not.toBe('CRITICAL')
            expect(
              families.some(
                ({ template, severity: band }) =>
                  band === severity && signTemplate(template.replace('<+>', '<*>')).template === actual.template,
              ),
            ).toBe(true)
          }
        },
      ),
      { numRuns: atTier({ test: 120, long: 300, soak: 300 }) },
    )
    expect(merged).toBeGreaterThan(5)
  })

  it('does not take over a pattern that has had errors', () => {
    const sampling = samplingUnderTest()
    const body = 'payment capture done'
    sampling.pipeline.sample({ severityNumber: INFO, body })
    sampling.pipeline.sample({ severityNumber: 17, body })
    sampling.usePolicy(policyWith([{ template: 'payment <+> done', severity: 'INFO' }]))
    expect(sampling.pipeline.sample({ severityNumber: WARN, body }).signature).toBe(signatureOf(body).id)
    expect(patternsOf(sampling)).toEqual([[body, 3]])
  })
})
