import * as fc from 'fast-check'
import { allocate, CLASSES, classify, type PatternClass } from 'lipservice/allocation'
import { signatureOf as signed } from 'lipservice/signature'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/testing.js'
import { judgedClassOf, worthOf } from '../../src/allocation/worth.js'
import type { Model } from '../../src/llm/model.js'
import { askBatch } from '../../src/meanings/ask-batch.js'
import { batchesOf } from '../../src/meanings/batches.js'
import { OTHERS, PROTECTING } from '../../src/meanings/canaries.js'
import { decide, type Judgement } from '../../src/meanings/decide.js'
import { MEANINGS } from '../../src/meanings/meaning.js'
import { questionText } from '../../src/meanings/question.js'
import type { SaidClass } from '../../src/store/contracts/models.js'
import type { StoredOverride } from '../../src/store/contracts/overrides.js'
import { type PatternActivity, patternName } from '../../src/store/store.js'
import type { Item } from '../support/fake-llm.js'
import { signatureOf, TEN } from '../support/reports.js'
import { HOSTILE_ANSWERS } from './hostile-answers.js'
import { HOSTILE_MESSAGES } from './hostile-templates.js'

const SURE: SaidClass = { class: 'audit', sure: true }
const GOOD: Judgement = { a: SURE, b: SURE, words: 'unknown', isPersons: false, mode: 'raise', passed: true }

describe('what a model says of a pattern', () => {
  it.each<[string, Partial<Judgement>, object]>([
    ['raises it, if both passes are sure of the same', {}, { effect: 'raise', meaning: 'audit' }],
    ['does nothing where nothing is wanted', { mode: 'off' }, { effect: 'none', why: 'off' }],
    ['waits for a person in suggest', { mode: 'suggest' }, { effect: 'suggest', meaning: 'audit', direction: 'raise' }],
    [
      'waits for a person before the exam',
      { passed: false },
      { effect: 'suggest', meaning: 'audit', direction: 'raise' },
    ],
    ['is not heard where a person has spoken', { isPersons: true }, { effect: 'none', why: 'person' }],
    ['is not heard of errors', { words: 'error' }, { effect: 'none', why: 'error' }],
    ['is not heard if a batch was refused', { b: undefined }, { effect: 'none', why: 'unanswered' }],
    ['is not heard if the passes differ', { b: { class: 'security', sure: true } }, { effect: 'none', why: 'differs' }],
    ['is not heard if one is unsure', { b: { class: 'audit', sure: false } }, { effect: 'none', why: 'unsure' }],
    ['is nothing new if words say the same', { words: 'audit' }, { effect: 'none', why: 'same' }],
    ['is nothing new if words say security for audit', { words: 'security' }, { effect: 'none', why: 'same' }],
    [
      'lowers by a person alone',
      { words: 'security', a: { class: 'debug', sure: true }, b: { class: 'debug', sure: true } },
      { effect: 'suggest', meaning: 'debug', direction: 'lower' },
    ],
  ])('%s', (_, rest, expected) => {
    expect(decide({ ...GOOD, ...rest })).toEqual(expected)
  })

  const said = fc.option(fc.record({ class: fc.oneof(fc.constantFrom(...CLASSES), fc.string()), sure: fc.boolean() }), {
    nil: undefined,
  })
  const judgement: fc.Arbitrary<Judgement> = fc.record({
    a: said,
    b: said,
    words: fc.constantFrom(...CLASSES),
    isPersons: fc.boolean(),
    mode: fc.constantFrom('off', 'suggest', 'raise'),
    passed: fc.boolean(),
  })

  it('comes to the same whenever it is looked at, and counts by itself only where all agree and it is more', () => {
    fc.assert(
      fc.property(judgement, (input) => {
        const decision = decide(input)
        expect(decide({ ...input })).toEqual(decision)
        if (decision.effect === 'none') return
        const { a, b, words, isPersons, mode, passed } = input
        expect([a?.class, b?.class, a?.sure, b?.sure, isPersons]).toEqual([
          decision.meaning,
          decision.meaning,
          true,
          true,
          false,
        ])
        expect(MEANINGS).toContain(decision.meaning)
        expect(words).not.toBe('error')
        if (decision.effect === 'raise') expect([mode, passed]).toEqual(['raise', true])
        else expect(mode).not.toBe('off')
      }),
      { numRuns: 500 },
    )
  })
})

/** A pattern of a service, with what people say of it. */
interface Row extends PatternActivity {
  readonly own: readonly StoredOverride[]
}

function rowOf(i: number, template: string, severity: string, seen: number, kind?: StoredOverride['kind']): Row {
  const signature = signatureOf(i + 1)
  const override = {
    teamId: 1,
    service: 's',
    signature,
    check: '',
    rate: 0.25,
    label: 'audit',
    reason: '',
    createdAt: TEN,
  }
  return {
    signature,
    check: '',
    template,
    severity,
    class: classify(template, severity),
    firstSeen: TEN - 30 * 86_400,
    seen,
    kept: seen,
    bytes: 200 * seen,
    keptBytes: 200 * seen,
    errors: severity === 'ERROR' ? seen : 0,
    own: kind === undefined ? [] : [{ ...override, kind, createdBy: 'k', expiresAt: undefined }],
  }
}

/** What the allocator makes of patterns, with what a model says of them. */
function divide(rows: readonly Row[], judged: ReadonlyMap<string, PatternClass> | undefined, share: number) {
  const context = {
    now: TEN,
    serviceFirstSeen: 0,
    overrides: new Map(rows.map((row) => [row.signature, row.own])),
    inIncident: new Set<string>(),
    ...(judged && { judged }),
  }
  const patterns = rows.map((row) => ({
    ...worthOf(row, context),
    signature: patternName(row),
    perMinute: row.seen / 60,
    cost: 200,
  }))
  const perMinute = share * patterns.reduce((sum, one) => sum + one.perMinute * one.cost, 0)
  const allocation = allocate({
    patterns,
    alwaysKept: new Map(),
    keptBefore: new Set(),
    locks: new Map(rows.filter(({ own }) => own[0]?.kind === 'lock').map(({ signature }) => [signature, 0.25])),
    perMinute,
    usualPerMinute: perMinute,
    instances: 4,
    rates: new Map(),
    changes: new Map(),
    how: 'at once',
  })
  return { context, patterns, perMinute, allocation }
}

/** Nothing that people, levels or words decide is otherwise with a model, whatever it says. */
function expectNothingDecidedChanges(
  rows: readonly Row[],
  judged: ReadonlyMap<string, PatternClass>,
  share: number,
): void {
  const before = divide(rows, undefined, share)
  const after = divide(rows, judged, share)
  const wasWhole = new Map(before.allocation.kept.map((name, i) => [name, before.allocation.keptFor[i]]))
  const isWhole = new Map(after.allocation.kept.map((name, i) => [name, after.allocation.keptFor[i]]))
  for (const [i, row] of rows.entries()) {
    const name = patternName(row)
    const [was, is] = [before.patterns[i]!, after.patterns[i]!]
    if (row.own.length > 0 || row.class === 'error' || was.protection !== undefined) expect(is).toEqual(was)
    if (wasWhole.has(name)) expect(isWhole.get(name)).toBe(wasWhole.get(name))
    if (was.lock !== undefined) expect(after.allocation.rates.get(name)).toBe(before.allocation.rates.get(name))
    if (row.class === 'error') expect(after.allocation.rates.has(name)).toBe(false)
    expect(is.value).toBeGreaterThanOrEqual(was.value)
    expect(after.allocation.values.get(name) ?? 1).toBeLessThanOrEqual(
      Math.max(4, before.allocation.values.get(name) ?? 1),
    )
  }
  const byWords = after.patterns.filter(({ signature }) =>
    ['security', 'audit', 'judged'].includes(isWhole.get(signature) ?? ''),
  )
  const own = byWords.filter(({ isLabelled }) => !isLabelled)
  const volume = own.reduce((sum, one) => sum + one.perMinute * one.cost, 0)
  expect(volume).toBeLessThanOrEqual(0.05 * after.perMinute + 1e-6)
  // What is spent is what was, or within the budget, but for what is kept whole.
  expect(after.allocation.expected).toBeLessThanOrEqual(1.05 * Math.max(before.allocation.expected, after.perMinute))
}

const rows = fc
  .array(
    fc.record({
      template: fc.constantFrom(
        'thing <*> happened',
        'Login failed for <*>',
        'Role of <*> changed by <*>',
        'Order <*> shipped',
        'GET /healthz',
      ),
      severity: fc.constantFrom('DEBUG', 'INFO', 'WARNING', 'ERROR'),
      seen: fc.integer({ min: 1, max: 100_000 }),
      kind: fc.option(fc.constantFrom('lock', 'exemption', 'label'), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((all) => all.map(({ template, severity, seen, kind }, i) => rowOf(i, template, severity, seen, kind)))

describe('a model that lies about every pattern', () => {
  it('changes no lock, exemption, label, error or pattern that words protect, and keeps 5 % of a budget whole at most', () => {
    fc.assert(
      fc.property(
        rows,
        fc.array(fc.constantFrom(...CLASSES), { minLength: 40, maxLength: 40 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (all, lies, share) =>
          expectNothingDecidedChanges(all, new Map(all.map((row, i) => [patternName(row), lies[i]!])), share),
      ),
      { numRuns: 150 },
    )
  })

  const everybody = new Map([...PROTECTING, ...OTHERS].map((one) => [questionText(one.template), one.meaning]))
  const own = [
    'Login failed for <*>',
    'Role of <*> changed by <*>',
    'Order <*> shipped',
    'GET /healthz',
    'cache <*> is cold',
  ]
  const shop = [...own, ...HOSTILE_MESSAGES.map((message) => signed(message).template)].map((template, i) =>
    rowOf(
      i,
      template,
      i % 17 === 16 ? 'ERROR' : i % 5 === 4 ? 'WARNING' : 'INFO',
      10 + ((i * 7_919) % 5_000),
      i % 23 === 7 ? 'lock' : i % 23 === 8 ? 'label' : undefined,
    ),
  )
  const asked = shop
    .filter((row) => row.class !== 'error' && row.own.length === 0)
    .map((row) => ({ ...row, words: row.class }))

  it('has enough to lie about', () => {
    expect(HOSTILE_ANSWERS.length).toBeGreaterThanOrEqual(52)
    expect(HOSTILE_MESSAGES.length).toBeGreaterThanOrEqual(60)
  })

  it.each(HOSTILE_ANSWERS)('changes nothing of it: $name', async ({ text }) => {
    const lying: Model = {
      name: 'liar',
      render: async () => '',
      maxTokens: () => 1,
      ask: async ({ user }) => ({
        outcome: 'answered',
        text: text(JSON.parse(user) as Item[], ({ template }) => everybody.get(template)),
        tokensIn: 1,
        tokensOut: 1,
      }),
      abandon: () => {},
      close: async () => {},
    }
    const random = seededRandom(1)
    const passes: Map<string, SaidClass>[] = []
    for (const batches of [batchesOf(asked, random), batchesOf(asked, random)]) {
      const pass = new Map<string, SaidClass>()
      for (const batch of batches)
        for (const [row, { meaning, sure }] of (await askBatch(lying, batch)).verdicts)
          pass.set(patternName(row), { class: meaning, sure })
      passes.push(pass)
    }
    const judged = new Map<string, PatternClass>()
    for (const row of shop) {
      const [a, b] = passes.map((pass) => pass.get(patternName(row)))
      const decision = decide({ ...GOOD, a, b, words: row.class, isPersons: row.own.length > 0 })
      if (decision.effect === 'raise') judged.set(patternName(row), decision.meaning)
    }
    const { context } = divide(shop, judged, 0.1)
    for (const [name] of judged) {
      const row = shop.find((one) => patternName(one) === name)!
      expect(judgedClassOf(row, context)).toBe(judged.get(name))
    }
    expectNothingDecidedChanges(shop, judged, 0.1)
  })
})
