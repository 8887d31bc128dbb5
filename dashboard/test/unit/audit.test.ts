import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeOf } from '../../src/parts/change-of.js'
import { countsByService, foldEntries } from '../../src/screens/audit/fold-entries.js'
import { filterIn } from '../../src/screens/audit/use-audit.js'
import type { AuditEntry } from '../../src/state/audit.js'
import { auditTexts } from '../../src/texts/audit.js'
import { changeTexts } from '../../src/texts/changes.js'

const entry = (
  id: number,
  action: string,
  detail: AuditEntry['detail'] = {},
  service: string | null = 'shop',
): AuditEntry => ({
  id,
  at: id,
  actor: 'allocator',
  action,
  service,
  reason: '',
  detail,
})
const adjustment = (id: number, service: string) =>
  entry(id, 'policy.active', { kind: 'adjustment', version: id }, service)

describe('the audit', () => {
  it('folds adjustments in a row, of whatever service, with how many are of each', () => {
    const rows = foldEntries([
      adjustment(7, 'shop'),
      adjustment(6, 'cart'),
      adjustment(5, 'shop'),
      entry(4, 'budget.set'),
      adjustment(3, 'shop'),
      entry(2, 'policy.active', { kind: 'rollback', version: 1 }),
    ])
    expect(rows.map((row) => (row.kind === 'fold' ? row.entries.length : row.entry.id))).toEqual([3, 4, 3, 2])
    expect(rows[0]?.kind === 'fold' && countsByService(rows[0].entries)).toEqual([
      ['shop', 2],
      ['cart', 1],
    ])
  })

  it('shows every entry once and in order', () => {
    const any = fc.array(fc.boolean(), { maxLength: 80 })
    fc.assert(
      fc.property(any, (list) => {
        const entries = list.map((isOne, i) => (isOne ? adjustment(99 - i, 'shop') : entry(99 - i, 'budget.set')))
        const rows = foldEntries(entries)
        expect(rows.flatMap((row) => (row.kind === 'fold' ? row.entries : [row.entry]))).toEqual(entries)
      }),
    )
  })

  it('says budgets, locks, labels and keys in words', () => {
    const before = { unit: 'usd_per_month', amount: 260 }
    expect(changeOf(entry(1, 'budget.set', { unit: 'usd_per_month', amount: 190, before })).value).toBe(
      '$260 a month → $190 a month',
    )
    expect(changeOf(entry(1, 'budget.set', { unit: 'gb_per_day', amount: 10, before: null })).value).toBe('10 GB a day')
    expect(changeOf(entry(1, 'lock.set', { rate: 0.5, class: null, expires_at: null })).value).toBe('at 50\u202f%')
    expect(changeOf(entry(1, 'label.set', { rate: null, class: 'business', expires_at: 1_796_400_720 })).value).toBe(
      'as business, until 4 Dec 2026',
    )
    expect(changeOf(entry(1, 'key.created', { name: 'ingest', scopes: ['ingest'] }))).toEqual({
      words: 'made a key',
      value: 'ingest',
    })
  })

  it('has words for any action and any detail', () => {
    const action = fc.oneof(
      fc.string(),
      fc.constantFrom('toString', '__proto__', 'budget.set', 'lock.set', 'policy.active'),
    )
    fc.assert(
      fc.property(action, fc.dictionary(fc.string(), fc.jsonValue()), (name, detail) => {
        const { words, value } = changeOf(entry(1, name, detail))
        expect(words).toBeTypeOf('string')
        expect(value).toBeTypeOf('string')
      }),
    )
  })

  it('can be filtered by the kind of every action that has words', () => {
    const kinds = new Set(Object.keys(changeTexts.verbs).map((action) => action.split('.')[0]!))
    expect(Object.keys(auditTexts.kinds).toSorted()).toEqual([...kinds].toSorted())
    for (const kind of kinds) expect(filterIn(new URLSearchParams({ kind }))).toMatchObject({ kind })
  })

  it('takes what an address names, and nothing that is no filter', () => {
    expect(filterIn(new URLSearchParams('by=all&service=shop&kind=budget&since=week'))).toEqual({
      by: 'all',
      service: 'shop',
      kind: 'budget',
      since: 'week',
    })
    expect(filterIn(new URLSearchParams('by=me&kind=toString&since=yesterday&service='))).toEqual({
      by: 'people',
      service: undefined,
      kind: undefined,
      since: 'all',
    })
  })
})
