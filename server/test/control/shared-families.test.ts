import fc from 'fast-check'
import { parsePolicy } from 'lipservice/protocol'
import { signTemplate } from 'lipservice/signature'
import { describe, expect, it } from 'vitest'
import { wordOf } from '../../../test/sampling/traffic.js'
import { samplingUnderTest } from '../../../test/support/sampling-under-test.js'
import { fittingFamilies, newFamiliesOf } from '../../src/control/policy-families.js'
import { sharedFamilies } from '../../src/control/shared-families.js'
import type { StoredFamily } from '../../src/store/store.js'
import { TEN } from '../support/reports.js'

const told = (template: string, rest: Partial<StoredFamily> = {}): StoredFamily => ({
  template,
  severity: 'INFO',
  exempt: [],
  firstTold: TEN,
  lastTold: TEN,
  ...rest,
})
const known = (template: string, age = 601) => {
  const { id: signature, check } = signTemplate(template)
  return { signature, check, template, firstSeen: TEN - age }
}
const nameOf = (template: string) => {
  const { signature, check } = known(template)
  return { signature, check }
}
const others = (count: number) => Array.from({ length: count }, (_, i) => known(`other ${wordOf(i)} here`))

describe('word families that all instances get', () => {
  it('exempt what the server knew ten minutes before they were told, and what instances said', async () => {
    const patterns = [
      known('payment capture failed'),
      known('payment zxcv failed', 599),
      known('payment capture failed again'),
      known('payment capture failed <5xx>'),
      known('payment <*> failed'),
      { ...known('payment refund failed'), check: '' },
      ...others(10),
    ]
    const exempt = ['00000000000000aa 1111111111111111']
    expect(await sharedFamilies([told('payment <+> failed', { exempt })], patterns)).toEqual([
      {
        template: 'payment <+> failed',
        severity: 'INFO',
        exempt: [{ signature: '00000000000000aa', check: '1111111111111111' }, nameOf('payment capture failed')],
      },
    ])
    expect(await sharedFamilies([told('search <+>')], patterns)).toEqual([{ template: 'search <+>', severity: 'INFO' }])
  })

  it('never take an outcome for a word', async () => {
    const shared = await sharedFamilies([told('payment <+>')], [known('payment <5xx>'), known('payment'), ...others(9)])
    expect(shared).toEqual([{ template: 'payment <+>', severity: 'INFO' }])
  })

  it('are not those of which more than half of what was known, or more than 256 patterns, would have to be exempt', async () => {
    const members = Array.from({ length: 257 }, (_, i) => known(`search ${wordOf(i)}`))
    const shared = async (count: number, rest: number) =>
      (await sharedFamilies([told('search <+>')], [...members.slice(0, count), ...others(rest)])).length
    expect(await shared(5, 5)).toBe(1)
    expect(await shared(6, 5)).toBe(0)
    expect(await shared(256, 300)).toBe(1)
    expect(await shared(257, 300)).toBe(0)
    const exempt = Array.from({ length: 257 }, (_, i) => `${i.toString(16).padStart(16, '0')} ${'1'.repeat(16)}`)
    expect(await sharedFamilies([told('search <+>', { exempt })], others(9))).toEqual([])
  })

  it('have 4,096 exemptions in all, and a later one without still is there', async () => {
    const exempt = (i: number) =>
      Array.from({ length: 256 }, (_, k) => `${(256 * i + k).toString(16).padStart(16, '0')} ${'1'.repeat(16)}`)
    const families = Array.from({ length: 17 }, (_, i) => told(`of ${i} took <+>`, { exempt: exempt(i) }))
    const shared = await sharedFamilies([...families, told('search <+>')], [])
    expect(shared.map(({ template }) => template)).toEqual([
      ...families.slice(0, 16).map(({ template }) => template),
      'search <+>',
    ])
    expect(parsePolicy({ version: 1, word_families: shared })).toMatchObject({ ok: true })
  })

  it('exempt a pattern whose text was kept in part, where the rest may be that of the family', async () => {
    const long = known(`payment capture ${'y'.repeat(1_008)}`)
    const shared = await sharedFamilies([told(`payment <+> ${'y'.repeat(1_009)}`)], [long, ...others(9)])
    expect(shared[0]!.exempt).toHaveLength(1)
  })

  const word = fc.constantFrom('get', 'order', 'of', 'done', 'pay', '<*>', '<5xx>', 'zxk')
  const template = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))
  const family = fc
    .tuple(
      fc.array(word, { minLength: 1, maxLength: 3 }),
      fc.nat(3),
      fc.constantFrom('TRACE', 'DEBUG', 'INFO', 'WARNING'),
    )
    .map(([words, at, severity]) =>
      told(words.toSpliced(at, 0, '<+>' as never).join(' '), { severity: severity as 'INFO' }),
    )
    .filter(
      ({ template: text, severity }) => parsePolicy({ version: 1, word_families: [{ template: text, severity }] }).ok,
    )

  it('change no pattern in any instance that the server knew before, whoever tells what', async () => {
    let changed = 0
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(template, { minLength: 4, maxLength: 20, size: 'max' }),
        fc.array(family, { minLength: 1, maxLength: 40, size: 'max' }),
        fc.constantFrom(1, 5, 9, 13),
        async (templates, families, severityNumber) => {
          const patterns = [...templates.map((text) => known(text)), ...others(20)]
          const word_families = await sharedFamilies(families, patterns)
          const parsed = parsePolicy({ version: 1, word_families })
          if (!parsed.ok) throw new Error(parsed.problem)
          const sdk = samplingUnderTest()
          sdk.usePolicy(parsed.value)
          const patternOf = (text: string) => sdk.explain({ severityNumber, body: text }).template
          for (const text of templates.filter((one) => !one.includes('<'))) expect(patternOf(text)).toBe(text)
          for (const text of ['get qqq', 'qqq of done', 'pay qqq done zxk']) if (patternOf(text) !== text) changed++
        },
      ),
      { numRuns: 150 },
    )
    expect(changed).toBeGreaterThan(10)
  })
})

describe('word families in a policy', () => {
  const families = Array.from({ length: 256 }, (_, i) => ({
    template: `${'é'.repeat(1_000)} ${i} <+>`,
    severity: 'INFO' as const,
  }))

  it('are as many as there is room for beside all else', () => {
    const fits = (bytes: number) => fittingFamilies(families, { reasoning: 'x'.repeat(bytes) }).length
    expect(fits(0)).toBe(256)
    expect(fits(1_030_000)).toBeLessThan(10)
    expect(fits(1_030_000)).toBeGreaterThan(0)
    expect(fits(2_000_000)).toBe(0)
  })

  it('are new where the policy in force has no such, of the same severity and with the same exemptions', () => {
    const search = { template: 'search <+>', severity: 'INFO' } as const
    const exempt = [nameOf('search this')]
    const count = (before: object[], after: object[]) =>
      newFamiliesOf({ word_families: before as never }, { word_families: after as never })
    expect(count([], [search])).toBe(1)
    expect(count([search], [search])).toBe(0)
    expect(count([search], [])).toBe(0)
    expect(count([search], [{ ...search, severity: 'WARNING' }])).toBe(1)
    expect(count([search], [{ ...search, exempt }])).toBe(1)
    expect(count([{ ...search, exempt }], [search])).toBe(0)
    expect(newFamiliesOf({}, {})).toBe(0)
  })
})
