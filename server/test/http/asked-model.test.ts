import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/testing.js'
import { CARRIERS, coreOf, makeSecrets } from '../../../test/support/secrets.js'
import { type AskedTeam, startAskedTeam } from '../support/asked-team.js'
import { type FakeLlm, type Step, startFakeLlm, userOf } from '../support/fake-llm.js'
import { signatureOf } from '../support/reports.js'

const DAY_MILLIS = 86_400_000
const VERSION = '/api/v1/policies/shop/versions/1/explanation'
const CACHE = 'cache hit <*>'
const WISH = 'honestly the caches are noisy, and what was declined matters to us'
const DRAFT = {
  budgets: [],
  wants: [{ phrases: ['cache'], class: 'none', do: 'least' }],
  not_understood: [],
}

describe('a model that people ask, through the whole server,', () => {
  let llm: FakeLlm
  let team: AskedTeam
  beforeEach(async () => {
    llm = await startFakeLlm()
    team = await startAskedTeam(llm)
    await team.report([{ template: CACHE }, { template: 'payment declined for <*>' }])
    await putPolicy(0.25)
    await team.setMode('suggest')
    llm.answer(() => JSON.stringify({ text: 'Version 1 thins 1 pattern, to at most 25 %.' }))
  })
  afterEach(async () => {
    await team.api.close()
    await llm.close()
  })

  const putPolicy = (rate: number) =>
    team.api.call('put', '/api/v1/policies/shop', {
      key: team.key,
      body: { pattern_rates: { [signatureOf(1)]: rate } },
    })
  const explain = async (method: string, path = VERSION, on: AskedTeam = team) =>
    (await on.api.call(method, path, { key: on.key, ...(method === 'post' && { body: {} }) })).json
  const wish = async (text: string) =>
    (await team.api.call('post', '/api/v1/wishes', { key: team.key, body: { text } })).json

  it('explains in its words what it was asked about once, whoever reads that later', async () => {
    expect(await explain('get')).toMatchObject({ by_model: null, problem: null })
    expect(llm.bodies).toEqual([])
    const asked = await explain('post')
    expect(asked).toMatchObject({
      by_model: { text: 'Version 1 thins 1 pattern, to at most 25 %.', prompt_version: 1 },
      problem: null,
    })
    expect(JSON.parse(userOf(llm.requests[0]!))).toEqual(asked.facts)
    expect(await explain('get')).toEqual(asked)
    expect(await explain('post')).toEqual(asked)
    const replica = await startAskedTeam(llm, {}, team.api.store)
    expect(await explain('post', VERSION, replica)).toEqual(asked)
    expect(llm.requests).toHaveLength(1)
    // Of another model it is another's, and of 30 days ago it is forgotten.
    const other = await startAskedTeam(llm, { 'llm-model': 'other' }, team.api.store)
    expect(await explain('get', VERSION, other)).toMatchObject({ by_model: null })
    await team.api.store.maintain((team.api.clock.millis + 31 * DAY_MILLIS) / 1_000)
    expect(await explain('get')).toMatchObject({ by_model: null })
  })

  it('is asked anew about other facts, and once where two ask at the same time', async () => {
    await Promise.all([explain('post'), explain('post')])
    expect(llm.requests).toHaveLength(1)
    await putPolicy(0.125)
    const second = VERSION.replace('/1/', '/2/')
    llm.answer(() => JSON.stringify({ text: 'It thins 1 pattern.' }))
    expect((await explain('post', second)).by_model.text).toBe('It thins 1 pattern.')
    expect((await explain('get')).by_model.text).toMatch(/^Version 1 thins/)
    expect((await explain('get', second)).by_model.text).toBe('It thins 1 pattern.')
    expect(llm.refused).toEqual([])
  })

  it('is not shown to a team that does not want it, and has nothing of another', async () => {
    await explain('post')
    const stranger = await team.api.keyOf('stranger', 'admin')
    const { status } = await team.api.call('post', VERSION, { key: stranger, body: {} })
    expect(status).toBe(404)
    await team.setMode('off')
    expect(await explain('get')).toMatchObject({ by_model: null, problem: null })
    expect(await explain('post')).toMatchObject({
      by_model: null,
      problem: expect.stringMatching(/has no language model/),
    })
    expect(llm.requests).toHaveLength(1)
  })

  it('forgets what it said of a template that a person takes out', async () => {
    await explain('post')
    const path = `/api/v1/services/shop/patterns/${signatureOf(1)}/template`
    const removed = await team.api.call('delete', path, { key: team.key, body: { reason: 'a name' } })
    expect(removed.status).toBeLessThan(300)
    expect(await explain('get')).toMatchObject({ by_model: null })
    const calls = (await team.get('/api/v1/model/calls')).calls as unknown as { request: string; answer: string }[]
    expect(calls).toMatchObject([{ request: '', answer: '' }])
  })

  it('leaves our own words where it says a number that stands nowhere, and is asked no more', async () => {
    llm.answer(() => JSON.stringify({ text: 'It thins 9 patterns.' }))
    for (let times = 0; times < 3; times++)
      expect(await explain('post')).toMatchObject({
        by_model: null,
        text: expect.stringMatching(/^Version 1 was made/),
        problem: expect.stringMatching(/does not stand in the facts/),
      })
    expect(llm.requests).toHaveLength(1)
  })

  it.each<Step>([
    { kind: 'status', code: 401 },
    { kind: 'cut' },
    { kind: 'huge' },
    { kind: 'html' },
    { kind: 'length' },
    { kind: 'filter' },
    { kind: 'garbage' },
    { kind: 'redirect' },
  ])('that answers with $kind changes nothing, and says why', async (step) => {
    llm.script(step, step)
    expect(await explain('post')).toMatchObject({ by_model: null, problem: expect.stringMatching(/./) })
    const seen = await wish(WISH)
    expect(seen).toMatchObject({ changes: [], hash: null, read_by: 'grammar' })
    expect(seen.questions).toHaveLength(1)
  })

  it('reads a wish once: it sees the words alone, and what it answers is a draft', async () => {
    llm.answer(() => JSON.stringify(DRAFT))
    const seen = await wish(WISH)
    expect(seen).toMatchObject({ read_by: 'model', questions: [], services: ['shop'] })
    expect(seen.changes).toMatchObject([{ template: CACHE, kind: 'label', class: 'health_check' }])
    expect(llm.requests.map(userOf)).toEqual([WISH])
    expect(llm.bodies.join()).not.toContain(CACHE)
    expect(await wish(WISH)).toEqual(seen)
    expect(llm.requests).toHaveLength(1)
    expect((await team.get('/api/v1/overrides')).overrides).toEqual([])
    const { draft, services, hash } = seen
    const body = { draft, services, hash, text: WISH, model: seen.model }
    expect((await team.api.call('post', '/api/v1/wishes/apply', { key: team.key, body })).status).toBe(200)
    expect((await team.get('/api/v1/overrides')).overrides).toMatchObject([{ kind: 'label', class: 'health_check' }])
    expect(llm.requests).toHaveLength(1)
  })

  it('sees no secret of a wish, or of what is explained', async () => {
    llm.answer(() => JSON.stringify(DRAFT))
    const secrets = makeSecrets(24, seededRandom(11))
    const texts = CARRIERS.map(([, carry]) => carry).filter((carry) => typeof carry(secrets[0]!).body === 'string')
    for (const [i, secret] of secrets.entries())
      await wish(`could you look at this? ${texts[i % texts.length]!(secret).body}`.slice(0, 1_000))
    expect(llm.requests).toHaveLength(new Set(llm.requests.map(userOf)).size)
    expect(llm.requests.length).toBeGreaterThan(10)
    const bytes = llm.bodies.join()
    expect(secrets.filter((secret) => bytes.includes(coreOf(secret)))).toEqual([])
  })

  it('takes nothing beyond the caps of the team', async () => {
    await team.setMode('suggest', { tokens_per_day: 100 })
    expect(await explain('post')).toMatchObject({ by_model: null, problem: 'its tokens or dollars are used up' })
    expect((await wish(WISH)).questions[0]).toMatch(/tokens or dollars are used up/)
    expect(llm.requests).toEqual([])
  })
})
