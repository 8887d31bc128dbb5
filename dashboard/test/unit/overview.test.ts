import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { changeOf } from '../../src/parts/change-of.js'
import type { AuditEntry } from '../../src/screens/overview/audit-resource.js'
import { adjustmentsOf, toldOneByOne } from '../../src/screens/overview/changes.js'
import { chartSeries } from '../../src/screens/overview/chart-series.js'
import { comparedWith, figuresOf, partsOf, suggestedBudget } from '../../src/screens/overview/figures.js'
import { needsOf } from '../../src/screens/overview/needs.js'
import type { BudgetStanding } from '../../src/state/budgets.js'
import { budgetOf, dayOver } from '../../src/state/budgets.js'
import type { ServiceSavings } from '../../src/state/savings.js'
import type { Service } from '../../src/state/services.js'
import type { TeamTimeline } from '../../src/state/timeline.js'

const NOW = 1_795_600_000

const service = (rest: Partial<Service> = {}): Service => ({
  name: 'shop',
  first_seen: 0,
  last_seen: NOW,
  silent_since: null,
  history_until: null,
  instances: 1,
  release: null,
  patterns: 1,
  new_patterns: 0,
  policy: null,
  candidate: null,
  switch_until: null,
  open_incident: null,
  seen: 100,
  kept: 10,
  errors: 0,
  kept_errors: 0,
  bytes: 1_000,
  kept_bytes: 90,
  overhead_bytes: 10,
  billed_bytes: 100,
  shadow_saved_bytes: 0,
  delivered: 10,
  refused: 0,
  lost: 0,
  usd: 10,
  kept_usd: 1,
  before: { bytes: 500, billed_bytes: 100 },
  ...rest,
})

const savings = (sent: [string, number][], rest: Partial<ServiceSavings> = {}): ServiceSavings => ({
  service: 'shop',
  seen: 100,
  kept: 10,
  bytes: 1_000,
  overhead_bytes: 10,
  billed_bytes: 100,
  usd: 10,
  billed_usd: 1,
  saved_usd: 9,
  saved_share: 0.9,
  relative_standard_error: 0.01,
  errors: 0,
  kept_errors: 0,
  shadow_saved_bytes: 0,
  guarantees: [{ reason: 'error', records: 1, bytes: 10, usd: 0.1 }],
  sent: sent.map(([reason, records]) => ({ reason, records, bytes: records * 10, usd: records / 10 })),
  kept_by_reason: {},
  dropped_by_reason: {},
  ...rest,
})

test('figures of the team are the sums of what the API says of each service', () => {
  const all = figuresOf(
    [service({ errors: 5, kept_errors: 5 }), service({ errors: 2, kept_errors: 1, lost: 3 })],
    [savings([]), savings([], { saved_usd: 1.5, relative_standard_error: null })],
  )
  expect(all).toMatchObject({ savedUsd: 10.5, billedUsd: 2, guaranteedUsd: 0.2, errors: 7, keptErrors: 6, lost: 3 })
  expect(all.standardError).toBe(0.01)
})

test('where one SDK does not say what became of its errors, nothing is claimed of all', () => {
  expect(figuresOf([service({ errors: 5, kept_errors: null }), service()], []).keptErrors).toBeUndefined()
})

test('the parts of what was sent add up to all of it, also with reasons that this page does not know', () => {
  const part = fc.tuple(fc.constantFrom('adaptive', 'first', 'failed_open', 'disabled', 'of a later SDK'), fc.nat(1e6))
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(part, { selector: ([reason]) => reason })), (services) => {
      const parts = partsOf(services.map((sent) => savings(sent)))
      const all = services.flat().reduce((sum, [, records]) => sum + records, 0)
      expect(parts.reduce((sum, { records }) => sum + records, 0)).toBe(all)
      expect(new Set(parts.map(({ reason }) => reason)).size).toBe(parts.length)
    }),
  )
})

test('a period is compared with the one before only where all of that was watched', () => {
  const old = service({ first_seen: NOW - 3 * 86_400 })
  expect(comparedWith([old], NOW - 86_400, 86_400)).toEqual({ saved: [900, 400], sent: [100, 100] })
  expect(comparedWith([service({ first_seen: NOW - 86_400 - 60 })], NOW - 86_400, 86_400)).toBeUndefined()
  expect(comparedWith([], NOW, 86_400)).toBeUndefined()
})

test('a suggested budget is round, and what is sent now fits into it', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1e15, noNaN: true }), (bytes) => {
      const budget = suggestedBudget(bytes)!
      expect(budget * 1e9).toBeGreaterThanOrEqual(bytes * 0.999)
      expect(budget * 1e9).toBeLessThanOrEqual(bytes * 1.52)
    }),
  )
  expect(suggestedBudget(147e9)).toBe(160)
  expect(suggestedBudget(0)).toBeUndefined()
})

test('the chart adds services up, and shows the step that is not over at its rate', () => {
  const timeline: TeamTimeline = {
    step: 'hour',
    seconds: 3_600,
    times: [NOW - 5_400, NOW - 1_800],
    series: [
      { name: 'a', seen: [10, 4], kept: [1, 1], bytes: [1_000, 400], billed_bytes: [100, 50] },
      { name: 'b', seen: [10, 4], kept: [1, 1], bytes: [2_000, 600], billed_bytes: [300, 50] },
    ],
    budget: [null, 70],
  }
  const of = (unit: 'bytes' | 'usd' | 'records', now = NOW) =>
    chartSeries(timeline, 3_600, unit, now, (bytes) => bytes / 100).map(({ key, values }) => [key, values])
  expect(of('bytes')).toEqual([
    ['logged', [3_000, 2_000]],
    ['sent', [400, 200]],
    ['budget', [null, 70]],
  ])
  expect(of('usd')[1]).toEqual(['sent', [4, 2]])
  expect(of('records').map(([key]) => key)).toEqual(['logged', 'sent'])
  // In its first quarter it says too little.
  expect(of('bytes', NOW - 1_000)[0]).toEqual(['logged', [3_000, null]])
})

const entry = (id: number, action: string, rest: Partial<AuditEntry> = {}): AuditEntry => ({
  id,
  at: id,
  actor: 'allocator',
  action,
  service: 'shop',
  reason: '',
  detail: {},
  ...rest,
})

test('changes are told one by one, adjustments are counted', () => {
  const adjusted = [1, 2, 3].map((id) => entry(id, 'policy.active', { detail: { kind: 'adjustment' } }))
  const plan = entry(4, 'policy.active', { actor: 'rollouts', detail: { version: 7 } })
  const set = entry(5, 'budget.set', { actor: 'key' })
  const inForce = [...adjusted, plan, entry(6, 'policy.active', { service: 'auth', detail: { kind: 'adjustment' } })]
  expect(adjustmentsOf(inForce)).toEqual([
    ['shop', 3],
    ['auth', 1],
  ])
  expect(toldOneByOne([set], [], inForce).map(({ id }) => id)).toEqual([5, 4])
})

test('a change says what was set and what it was before, whatever the entry holds', () => {
  const detail = { unit: 'gb_per_day', amount: 10, before: { unit: 'usd_per_month', amount: 190 } }
  expect(changeOf(entry(1, 'budget.set', { detail })).value).toBe('$190 a month → 10 GB a day')
  expect(changeOf(entry(1, 'budget.set', { detail: { ...detail, before: null } })).value).toBe('10 GB a day')
  expect(changeOf(entry(1, 'budget.set', { detail: { unit: 'x', amount: 'y' } })).value).toBe('')
  expect(changeOf(entry(1, 'policy.active', { detail: { kind: 'incident' } })).words).toBe('keeps everything')
  expect(changeOf(entry(1, 'of.a_later_server')).words).toBe('of.a_later_server')
})

const budget = (rest: Partial<BudgetStanding> = {}): BudgetStanding => ({
  service: null,
  unit: 'gb_per_day',
  amount: 10,
  updated_at: 0,
  updated_by: 'key',
  counted_in: 'bytes',
  per_day: 1e10,
  spent_today: 0,
  month_to_date: 0,
  pace_per_minute: 1,
  resets_at: Math.floor(Date.now() / 1000) + 43_200,
  shared_by: 1,
  warning: null,
  ...rest,
})

test('half the day is over twelve hours before a budget starts anew', () => {
  expect(dayOver(budget())).toBeCloseTo(0.5, 3)
  expect(dayOver(budget({ resets_at: 0 }))).toBe(1)
  const own = budget({ service: 'shop' })
  expect(budgetOf('shop', [budget(), own])).toBe(own)
  expect(budgetOf('other', [budget(), own])?.service).toBeNull()
})

let state: Parameters<typeof needsOf>[0]
beforeEach(() => {
  state = { services: [], incidents: [], budgets: [], overrides: [], now: NOW, time: String }
})

test('nothing out of the ordinary needs no look', () => {
  expect(needsOf({ ...state, services: [service()], budgets: [budget({ spent_today: 5.4e9 })] })).toEqual([])
})

test('what is worst comes first: incidents, then what runs out, what is on its way, what a person holds', () => {
  const standing = { version: 7, stage: 'canary', kind: 'plan', stage_at: NOW - 60, created_at: NOW - 90 } as const
  const needs = needsOf({
    ...state,
    services: [
      service({ policy: { ...standing, stage: 'active', kind: 'rollback' } }),
      service({ name: 'b', candidate: standing, refused: 3, silent_since: NOW - 600 }),
    ],
    incidents: [
      {
        id: 4,
        service: 'c',
        release: null,
        opened_at: NOW - 60,
        last_at: NOW,
        resolved_at: null,
        summary: '',
        findings: [],
      },
      { id: 3, service: 'c', release: null, opened_at: 0, last_at: 1, resolved_at: 1, summary: '', findings: [] },
    ],
    budgets: [budget({ spent_today: 7e9, warning: 'too much' })],
    overrides: [
      { service: 'd', kind: 'lock', reason: 'x', expires_at: NOW + 3_600 },
      { service: 'd', kind: 'lock', reason: 'x', expires_at: NOW + 40 * 86_400 },
      { service: 'd', kind: 'label', reason: 'x', expires_at: NOW + 60 },
    ],
  })
  expect(needs.map(({ tone }) => tone)).toEqual(['bad', 'warn', 'warn', 'warn', 'warn', 'accent', 'person', ''])
  expect(needs.map(({ href }) => href)).toContain('/incidents/4')
})
