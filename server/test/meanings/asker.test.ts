import { signatureOf as signed } from 'lipservice/signature'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/testing.js'
import { CARRIERS, coreOf, makeSecrets } from '../../../test/support/secrets.js'
import { startApi } from '../support/api-under-test.js'
import { type AskedTeam, canaryOf, knownMeaning, startAskedTeam } from '../support/asked-team.js'
import { type FakeLlm, type Item, startFakeLlm } from '../support/fake-llm.js'
import { signatureOf } from '../support/reports.js'
import { HOSTILE_MESSAGES } from './hostile-templates.js'

const PLAIN = ['Deployed to prod by hand', 'Cache warmed', 'Queue has jobs', 'Order <*> shipped', 'Grant given to <*>']
const said =
  (of: (item: Item) => string, sure = true) =>
  (item: Item) => ({
    class: canaryOf(item) ?? of(item),
    sure,
    why: 'because <b>so</b>\n it is',
  })
const isGrant = ({ template }: Item) => /^(Grant|Deployed)/.test(template)
const judge = said((item) => (isGrant(item) ? 'audit' : 'unknown'))

describe('the asker', () => {
  let llm: FakeLlm
  let team: AskedTeam
  beforeEach(async () => {
    llm = await startFakeLlm()
    team = await startAskedTeam(llm)
    llm.classify(judge)
  })
  afterEach(async () => {
    await team.api.close()
    await llm.close()
  })
  const reported = (templates: readonly string[] = PLAIN) => team.report(templates.map((template) => ({ template })))
  const items = () =>
    llm.requests.flatMap(
      ({ messages }) => JSON.parse((messages as { content: string }[])[1]!.content) as (Item & object)[],
    )
  const verdicts = async () =>
    (await team.get('/api/v1/model/verdicts')).verdicts as unknown as Record<string, unknown>[]

  it('asks nothing for a team that has not said so, and shows what it would send, byte for byte', async () => {
    await reported()
    await team.turn(3)
    expect(llm.bodies).toEqual([])
    const preview = (await team.get('/api/v1/model/preview')) as unknown as { requests: string[]; patterns: number }
    expect(preview.patterns).toBe(PLAIN.length)
    expect(llm.bodies).toEqual([])
    expect(await team.setMode('suggest')).toBe(200)
    await team.turn()
    expect(llm.bodies).toEqual(preview.requests)
    expect(llm.refused).toEqual([])
    const calls = (await team.get('/api/v1/model/calls')).calls as unknown as {
      request: string
      judged: string
      usd: number
    }[]
    expect(calls.map(({ request }) => request)).toEqual(preview.requests.toReversed())
    for (const call of calls)
      expect(call).toMatchObject({ judged: 'taken', tokens_in: 700, tokens_out: 300, usd: 0.00022 })
  })

  it('asks once a pass, whatever ticks, replicas and restarts there are', async () => {
    await reported()
    await team.setMode('suggest')
    await team.turn(3)
    const replica = await startAskedTeam(llm, {}, team.api.store)
    replica.api.clock.millis = team.api.clock.millis
    await replica.turn(3)
    expect(llm.requests).toHaveLength(4)
    const asked = items().filter(({ template }) => PLAIN.includes(template))
    expect(asked.map(({ template }) => template).toSorted()).toEqual([...PLAIN, ...PLAIN].toSorted())
    // Again after 90 days, and then once more.
    team.api.clock.millis += 90 * 86_400_000
    await reported()
    await team.turn(3)
    expect(llm.requests).toHaveLength(8)
  })

  it('sends a level and a line of each, and no name of ours, nor a secret', async () => {
    const secrets = makeSecrets(36, seededRandom(5))
    const texts = CARRIERS.map(([, carry]) => carry).filter((carry) => typeof carry(secrets[0]!).body === 'string')
    await team.report(
      secrets.map((secret, i) => ({ template: signed(String(texts[i % texts.length]!(secret).body)).template })),
    )
    await team.setMode('suggest')
    await team.turn()
    expect(llm.bodies).toHaveLength(4)
    const bytes = llm.bodies.join()
    expect(secrets.filter((secret) => bytes.includes(coreOf(secret)))).toEqual([])
    for (const name of ['shop', 'own', signatureOf(1), 'i1']) expect(bytes).not.toContain(`"${name}"`)
    for (const item of items()) expect(Object.keys(item)).toEqual(['id', 'level', 'template'])
  })

  it('begins no round that a cap of the team would cut off, in tokens or in dollars', async () => {
    await reported()
    for (const caps of [{ tokens_per_day: 9_000 }, { usd_per_day: 0.001 }, { usd_per_month: 0 }]) {
      await team.setMode('suggest', caps)
      await team.turn(3)
      expect(llm.requests).toEqual([])
    }
    await team.setMode('suggest')
    await team.turn()
    const model = (await team.get('/api/v1/model')) as unknown as Record<'caps' | 'today' | 'month', object>
    expect(model.caps).toEqual({ tokens_per_day: 10_000_000, usd_per_day: 100, usd_per_month: 20 })
    expect(model.today).toEqual({ calls: 4, tokens: 4_000, usd: 0.00088 })
    expect(model.month).toEqual(model.today)
  })

  it('leaves a model alone that fails, says so once, and tries it again', async () => {
    await reported()
    await team.setMode('suggest')
    llm.script(...Array.from({ length: 5 }, () => ({ kind: 'cut' }) as const))
    await team.turn(9)
    expect(llm.requests).toHaveLength(5)
    expect(team.api.logged.filter((line) => line.includes('left alone'))).toHaveLength(1)
    expect(await verdicts()).toEqual([])
    // Another leader knows it, too.
    const replica = await startAskedTeam(llm, {}, team.api.store)
    replica.api.clock.millis = team.api.clock.millis
    await replica.turn(2)
    expect(llm.requests).toHaveLength(5)
    team.api.clock.millis += 600_000
    await team.turn()
    expect(llm.requests).toHaveLength(9)
    expect(await verdicts()).toHaveLength(PLAIN.length)
    expect(team.api.logged.filter((line) => line.includes('asked again'))).toHaveLength(1)
  })

  it('says what model, with what hash and both answers; and its words are text in one line', async () => {
    await reported()
    await team.passExam(llm)
    llm.classify(judge)
    expect(await team.setMode('raise')).toBe(200)
    await team.turn()
    const [first] = (await verdicts()).filter(({ class_a }) => class_a === 'audit')
    expect(first).toMatchObject({
      class_b: 'audit',
      sure: true,
      state: 'raised',
      word_class: 'unknown',
      class: 'audit',
    })
    expect(first!['why']).toBe('because <b>so</b> it is')
    const entries = await team.api.store.audit.list(team.teamId, 'shop', 10)
    expect(entries[0]).toMatchObject({
      actor: 'asker',
      action: 'model.raised',
      detail: { model: expect.stringMatching(/^fake at 127/) },
    })
    expect((entries[0]!.detail as { patterns: unknown[] }).patterns).toContainEqual({
      signature: signatureOf(5),
      check: '',
      words: 'unknown',
      a: { class: 'audit', sure: true },
      b: { class: 'audit', sure: true },
    })
  })

  it('lets no model raise that has not passed its exam, or fails it', async () => {
    expect(await team.setMode('raise')).toBe(409)
    llm.classify((item) => ({ class: canaryOf(item) ?? 'unknown', sure: true, why: '' }))
    await team.api.call('post', '/api/v1/model/exam', { key: team.key, body: { reason: 'a test' } })
    expect((await team.get('/api/v1/model')).exam).toMatchObject({ state: 'waits' })
    await team.turn()
    expect((await team.get('/api/v1/model')).exam).toMatchObject({ state: 'failed', recall: 0 })
    expect(await team.setMode('raise')).toBe(409)
    await team.passExam(llm)
    expect((await team.get('/api/v1/model')).exam).toMatchObject({ state: 'passed', recall: 1, failures: [] })
    expect(await team.setMode('raise')).toBe(200)
    // Of another model it is another's.
    const other = await startAskedTeam(llm, { 'llm-model': 'other' }, team.api.store)
    expect(await other.setMode('raise')).toBe(409)
  })

  it('lets a model only suggest whose answers are refused again and again', async () => {
    await reported()
    await team.passExam(llm)
    await team.setMode('raise')
    llm.classify(() => ({ class: 'audit', sure: true, why: 'all of it' }))
    await team.turn()
    // Once more after an hour.
    team.api.clock.millis += 3_600_000
    await team.turn(1)
    expect(await team.get('/api/v1/model')).toMatchObject({ mode: 'suggest', updated_by: 'asker' })
    expect((await verdicts()).map(({ state, none_because }) => [state, none_because])).toEqual(
      PLAIN.map(() => ['none', 'unanswered']),
    )
  })

  it('takes what a person decides for good: a label is set, or it is asked no more', async () => {
    await reported(['Order <*> shipped', 'Grant given to <*>', 'Login failed for <*>'])
    await team.setMode('suggest')
    llm.classify(said((item) => (isGrant(item) ? 'audit' : /^Login/.test(item.template) ? 'debug' : 'unknown')))
    await team.turn()
    const decide = async (i: number, what: string) =>
      (
        await team.api.call('post', `/api/v1/model/verdicts/shop/${signatureOf(i)}/${what}`, {
          key: team.key,
          body: { reason: 'so' },
        })
      ).status
    expect((await verdicts()).map(({ signature, state, direction }) => [signature, state, direction])).toEqual([
      [signatureOf(3), 'suggested', 'lower'],
      [signatureOf(2), 'suggested', 'raise'],
      [signatureOf(1), 'suggested', 'lower'],
    ])
    expect(await decide(2, 'accept')).toBe(204)
    expect(await decide(2, 'refuse')).toBe(409)
    expect(await decide(3, 'refuse')).toBe(204)
    expect(await decide(3, 'refuse')).toBe(204)
    expect(await decide(4, 'accept')).toBe(404)
    const labels = await team.api.store.overrides.list(team.teamId, 'shop', team.api.clock.millis / 1000)
    expect(labels.map(({ signature, kind, label }) => [signature, kind, label])).toEqual([
      [signatureOf(2), 'label', 'audit'],
    ])
    team.api.clock.millis += 91 * 86_400_000
    await reported(['Order <*> shipped', 'Grant given to <*>', 'Login failed for <*>'])
    const before = items().length
    await team.turn()
    const again = items()
      .slice(before)
      .map(({ template }) => template)
    expect(
      again.filter(
        (template) =>
          /^(Order|Grant|Login failed for <\*>$)/.test(template) && knownMeaning({ template } as Item) === undefined,
      ),
    ).toEqual(['Order <*> shipped', 'Order <*> shipped'])
  })

  it('of strangers that a model obeys raises what they wrote at most, and nobody else’s', async () => {
    const begs = (template: string) => /audit|system|legal|classifier/i.test(template)
    await team.report([...PLAIN, ...HOSTILE_MESSAGES].map((template) => ({ template: template.slice(0, 1_000) })))
    await team.passExam(llm)
    await team.setMode('raise')
    llm.classify(said((item) => (begs(item.template) ? 'audit' : 'unknown')))
    await team.turn(4)
    const raised = (await verdicts()).filter(({ state }) => state === 'raised')
    for (const one of raised) expect(String(one['template'])).toSatisfy(begs)
    expect(llm.refused).toEqual([])
    // Of one service 50 a day are asked about, in one request or another.
    const own = new Set(items().map(({ template }) => template))
    expect((await verdicts()).length).toBeLessThanOrEqual(50)
    for (const template of own) expect(template.length).toBeLessThanOrEqual(200)
  })
})

describe('a server without a language model', () => {
  it('says so, and shows nothing', async () => {
    const api = await startApi()
    const key = await api.keyOf('own', 'admin')
    const get = async (path: string) => (await api.call('get', path, { key })).json
    expect(await get('/api/v1/model')).toMatchObject({ configured: false, mode: 'off', model: null })
    expect(await get('/api/v1/model/preview')).toEqual({ service: null, patterns: 0, requests: [] })
    expect(await get('/api/v1/model/verdicts')).toEqual({ verdicts: [], next: null })
    const body = { reason: 'a test' }
    expect((await api.call('post', '/api/v1/model/exam', { key, body })).status).toBe(409)
    expect((await api.call('put', '/api/v1/model', { key, body: { mode: 'suggest', ...body } })).status).toBe(200)
    expect((await api.call('put', '/api/v1/model', { key, body: { mode: 'raise', ...body } })).status).toBe(409)
    expect(api.control.jobs.map(({ name }) => name)).not.toContain('models')
    await api.close()
  })
})
