import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AskModel } from '../../src/questions/ask-model.js'
import { createWishes } from '../../src/wishes/wishes.js'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { TEN } from '../support/reports.js'

const of = (template: string, severity = 'INFO', count = 1_000) => ({
  template,
  severity_distribution: { [severity]: count },
  count,
  sampled_count: count,
  bytes: 200 * count,
  sampled_bytes: 200 * count,
})

describe('a wish', () => {
  let api: ApiUnderTest
  let key: string
  let team: number
  beforeEach(async () => {
    api = await startApi({ 'history-seconds': 0 })
    key = await api.keyOf('own', 'admin', 'ingest')
    team = await api.store.keys.ensureTeam('own', TEN)
    const lines = [
      of('payment declined for <*>'),
      of('cache hit <*>', 'INFO', 50_000),
      of('cache broken', 'ERROR'),
      of('user <*> logged in'),
    ]
    const report = reportOf({ first: 1 }, lines)
    expect((await api.call('post', '/api/v1/patterns/stats', { key, body: report })).status).toBe(202)
    await api.pending.flush()
    api.clock.millis += 120_000
  })
  afterEach(() => api.close())
  const wish = async (body: object) => (await api.call('post', '/api/v1/wishes', { key, body })).json
  const apply = (body: object) => api.call('post', '/api/v1/wishes/apply', { key, body })
  const shown = async () => ({
    overrides: (await api.call('get', '/api/v1/overrides', { key })).json.overrides,
    budgets: (await api.call('get', '/api/v1/budgets', { key })).json.budgets,
    history: (await api.call('get', '/api/v1/policies/shop/history', { key })).json.versions,
  })

  it('in words is a draft with what it means and what the week would have been, and then that is done', async () => {
    const text = 'keep everything of "payment declined"; drop cache; less "logged in"; budget 0.001 GB a day'
    const before = await shown()
    const seen = await wish({ text })
    expect(seen).toMatchObject({
      read_by: 'grammar',
      model: null,
      not_understood: [],
      questions: [],
      services: ['shop'],
      budget: { service: 'shop', unit: 'gb_per_day', amount: 0.001, before: null },
    })
    expect(
      seen.changes.toSorted((a: { template: string }, b: { template: string }) => (a.template < b.template ? -1 : 1)),
    ).toMatchObject([
      { template: 'cache hit <*>', kind: 'label', class: 'health_check', bytes: 10_000_000 },
      { template: 'payment declined for <*>', kind: 'exemption', class: null },
    ])
    expect(
      seen.left_out.map((one: { template: string; why: string }) => `${one.template}: ${one.why}`).toSorted(),
    ).toEqual(['cache broken: error', 'user <*> logged in: protected'])
    expect(seen.replays).toMatchObject([
      { service: 'shop', before: null, after: { bytes_per_day: expect.any(Number) } },
    ])
    expect(await shown()).toEqual(before)

    const { draft, services, hash } = seen
    const { status, json } = await apply({ text, draft, services, hash })
    expect([status, json.changes.length]).toEqual([200, 2])
    const after = await shown()
    expect(after.overrides).toMatchObject([
      { kind: 'exemption', reason: `a wish: ${text}` },
      { kind: 'label', class: 'health_check' },
    ])
    expect(after.budgets).toMatchObject([{ service: 'shop', amount: 0.001 }])
    const { entries } = (await api.call('get', '/api/v1/audit', { key })).json
    expect(
      entries
        .slice(0, 4)
        .map(({ action }: { action: string }) => action)
        .toSorted(),
    ).toEqual(['budget.set', 'exemption.set', 'label.set', 'wish.applied'])
    expect((await wish({ text })).left_out.filter(({ why }: { why: string }) => why === 'already')).toHaveLength(2)
  })

  it('is replayed with what it would fix, beside the week as it is', async () => {
    api.clock.millis += 7_200_000
    await api.store.maintain(api.clock.millis / 1_000)
    await api.call('put', '/api/v1/services/shop/budget', { key, body: { unit: 'gb_per_day', amount: 0.002 } })
    const { replays, questions, hash } = await wish({ text: 'keep everything of "cache hit"' })
    expect(questions).toEqual([])
    expect(hash).toMatch(/^[0-9a-f]{32}$/)
    const [{ before, after }] = replays
    expect(before.kept_bytes_per_day).toBeGreaterThan(0)
    expect(after.kept_bytes_per_day).toBeGreaterThan(1.5 * before.kept_bytes_per_day)
    expect(after.bytes_per_day).toBe(before.bytes_per_day)
  })

  const AMBIGUOUS: [object, RegExp][] = [
    [{ text: 'drop refunds' }, /no line of "shop" has "refunds"/],
    [{ text: 'what would you do?' }, /^not understood: "what would you do\?": say it like/],
    [{ text: 'drop tick', services: ['shap'] }, /there is no service "shap"/],
    [{ text: ';' }, /it says nothing/],
    [{ text: 'less "cache hit"; more "cache"' }, /meant twice: less, or more\?/],
    [{ draft: { budget: null, wants: [{ phrases: ['qq'], class: null, do: 'less' }] } }, /"qq" is short/],
  ]
  it('that is ambiguous is asked back, and does nothing', async () => {
    for (const [body, question] of AMBIGUOUS) {
      const seen = await wish(body)
      expect(seen.questions.join('\n')).toMatch(question)
      expect(seen.hash).toBeNull()
      expect((await apply({ draft: seen.draft, services: ['shop'], hash: '0'.repeat(32) })).status).toBe(409)
    }
    expect((await shown()).overrides).toEqual([])
  })

  const REFUSED: [object, RegExp][] = [
    [{}, /either text or draft/],
    [{ text: 'drop tick', draft: { budget: null, wants: [] } }, /either text or draft/],
    [{ text: 'x'.repeat(1_001) }, /text/],
    [{ draft: { budget: null, wants: [{ phrases: ['tick'], class: null, do: 'less', rate: 0 }] } }, /rate/],
    [{ draft: { budget: null, wants: [{ phrases: ['tick'], class: 'error', do: 'less' }] } }, /class/],
    [{ draft: { budget: null, wants: [], policy: {} } }, /policy/],
  ]
  it('that is none is refused', async () => {
    for (const [body, problem] of REFUSED) {
      const { status, json } = await api.call('post', '/api/v1/wishes', { key, body })
      expect([status, json.detail]).toEqual([422, expect.stringMatching(problem)])
    }
  })

  it('is done as it was seen, or not at all', async () => {
    const { draft, services, hash } = await wish({ text: 'less "cache hit"' })
    const more = reportOf({ sequence: 1 }, [{ ...of('cache hit twice'), signature: 'c'.repeat(16) }])
    await api.call('post', '/api/v1/patterns/stats', { key, body: more })
    await api.pending.flush()
    expect((await apply({ draft, services, hash })).status).toBe(409)
    expect((await shown()).overrides).toEqual([])
    const { hash: again, changes } = await wish({ draft, services })
    expect(changes).toHaveLength(2)
    expect((await apply({ draft, services, hash: again })).status).toBe(200)
    expect((await shown()).overrides).toHaveLength(2)
  })

  it('in other words is read by a model, which sees these words alone; whatever it answers is a draft at most', async () => {
    const asked: Parameters<AskModel>[] = []
    let answer = ''
    const ask: AskModel = async (...question) => {
      asked.push(question)
      return { kind: 'answered', text: answer, model: 'm' }
    }
    const { tryOverrides } = api.control
    const wishes = createWishes({ store: api.store, ask, tryOverrides, usdPerGb: 0.25, now: () => api.clock.millis })
    const text = 'honestly the caches are so noisy, and payments matter to us'
    const propose = () => wishes.propose(team, { text, draft: undefined, services: [] })
    const before = await shown()

    answer = JSON.stringify({
      budgets: [],
      wants: [
        { phrases: ['cache'], class: 'none', do: 'least' },
        { phrases: ['payment', 'shop'], class: 'audit', do: 'keep_whole' },
      ],
      not_understood: [],
    })
    const seen = await propose()
    expect(seen).toMatchObject({ readBy: 'model', model: 'm', questions: [], services: ['shop'] })
    expect(seen.changes.map(({ template, kind }) => `${template}: ${kind}`).toSorted()).toEqual([
      'cache hit <*>: label',
      'payment declined for <*>: label',
    ])
    expect(seen.leftOut).toMatchObject([{ template: 'cache broken', why: 'error' }])
    const [[teamId, question]] = asked as [Parameters<AskModel>]
    expect([teamId, question.user, asked.length]).toEqual([team, text, 1])
    for (const line of ['payment declined for', 'cache hit', 'shop'])
      expect(JSON.stringify(question)).not.toContain(line === 'shop' ? '"shop"' : line)

    for (const hostile of [
      '{"apply":true}',
      'done',
      JSON.stringify({ budgets: [{ unit: 'gb_per_day', amount: 9 }], wants: [], not_understood: [] }),
    ]) {
      answer = hostile
      const { hash, questions } = await propose()
      expect(hash).toBeUndefined()
      expect(questions.length).toBeGreaterThan(0)
    }
    expect(await shown()).toEqual(before)
  })

  it('in plain words asks no model; and where none answers it says what to say', async () => {
    const ask: AskModel = async () => ({ kind: 'failed', why: 'it did not answer in time' })
    const { tryOverrides } = api.control
    const wishes = createWishes({ store: api.store, ask, tryOverrides, usdPerGb: 0.25, now: () => api.clock.millis })
    const propose = (text: string) => wishes.propose(team, { text, draft: undefined, services: [] })
    expect((await propose('less "cache hit"')).questions).toEqual([])
    expect((await propose('hm?')).questions).toEqual([
      expect.stringMatching(/^not understood: "hm\?" \(it did not answer in time\): say it like/),
    ])
  })
})
