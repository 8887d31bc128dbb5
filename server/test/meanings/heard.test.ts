import type { Policy } from 'lipservice/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reportOf } from '../support/api-under-test.js'
import { type AskedTeam, canaryOf, startAskedTeam } from '../support/asked-team.js'
import { type FakeLlm, type Item, startFakeLlm } from '../support/fake-llm.js'
import { signatureOf } from '../support/reports.js'

const LINES = ['Cache warmed', 'Queue has jobs', 'Grant given to <*>', 'Step <*> is done', 'Sale of <*> closed']
const [GRANT, SALE] = [signatureOf(3), signatureOf(5)]
const CONFIG = { 'history-seconds': 0 } as const

/** What a model knows that no words tell. */
function meaningOf(item: Item): string {
  return (
    canaryOf(item) ?? (/^Grant/.test(item.template) ? 'audit' : /^Sale/.test(item.template) ? 'business' : 'unknown')
  )
}

describe('what is heard of a model', () => {
  let llm: FakeLlm
  let team: AskedTeam
  let sequence = 0
  beforeEach(async () => {
    llm = await startFakeLlm()
    team = await startAskedTeam(llm, CONFIG)
    sequence = 0
  })
  afterEach(async () => {
    expect(llm.refused).toEqual([])
    await llm.close()
    await team.api.close()
  })

  async function report(key = team.key) {
    const at = team.api.clock.millis / 1_000
    const patterns = LINES.map((template, i) => {
      const count = i === 3 ? 10_000 : 2_000
      const counts = { count, sampled_count: count, bytes: 200 * count, sampled_bytes: 200 * count }
      return { template, ...counts, severity_distribution: { INFO: count }, first_seen: at, last_seen: at }
    })
    const body = reportOf({ timestamp: at, sequence: sequence++ }, patterns)
    expect((await team.api.call('post', '/api/v1/patterns/stats', { key, body })).status).toBe(202)
    await team.api.pending.flush()
  }
  const put = async (path: string, body: object, key = team.key) =>
    expect((await team.api.call('put', `/api/v1/${path}`, { key, body })).status).toBeLessThan(300)
  const setBudget = (key = team.key) =>
    put('services/shop/budget', { unit: 'gb_per_day', amount: 0.2, reason: 'r' }, key)
  async function policy(of = team, teamId = team.teamId): Promise<Policy> {
    of.api.clock.millis = team.api.clock.millis
    await of.api.control.controller.tick()
    const latest = (await of.api.store.policies.latest(teamId, 'shop'))!
    // A plan goes its way for hours, unless a person says that it need not.
    if (latest.stage === 'shadow') await of.api.control.rolloutDesk.promote(teamId, 'shop', latest.version, 'k', 'r')
    return JSON.parse(latest.document) as Policy
  }
  /** With a model that may raise, and was asked. */
  async function raise() {
    await report()
    await setBudget()
    team.api.clock.millis += 11 * 60_000
    await team.passExam(llm)
    llm.classify((item) => ({ class: meaningOf(item), sure: true, why: '' }))
    expect(await team.setMode('raise')).toBe(200)
    await team.turn()
    await report()
  }
  const statesOf = async (of: AskedTeam) =>
    ((await of.get('/api/v1/model/verdicts')).verdicts as unknown as Record<'signature' | 'state', string>[]).map(
      ({ signature, state }) => [signature, state],
    )

  it('is what a person says instead, from the next tick on', async () => {
    await raise()
    const heard = await policy()
    expect(heard.llm_model).toMatch(/^fake at/)
    expect(heard.reasoning).toMatch(/A language model raised 2 patterns/)
    expect(heard.pattern_values?.[SALE]).toBe(2)
    await put(`services/shop/overrides/${SALE}/label`, { class: 'debug', reason: 'nobody buys' })
    await put(`services/shop/overrides/${GRANT}/label`, { class: 'unknown', reason: 'it is a test' })
    team.api.clock.millis += 60_000
    await report()
    const said = await policy()
    expect(said.pattern_values?.[SALE]).toBe(0.5)
    expect(said.keep_patterns ?? []).not.toContain(GRANT)
    expect(said.pattern_values?.[GRANT] ?? 1).toBe(1)
    expect(said.llm_model).toBeUndefined()
  })

  it('is nothing from the next tick on, where a person switches it off', async () => {
    await raise()
    expect((await policy()).llm_model).toMatch(/^fake at/)
    await team.setMode('off')
    team.api.clock.millis += 60_000
    await report()
    const off = await policy()
    expect(off.llm_model).toBeUndefined()
    expect(off.pattern_values?.[SALE] ?? 1).toBe(1)
    expect(off.keep_patterns ?? []).not.toContain(GRANT)
  })

  it('is nothing for a day where a policy was taken back, whatever follows it, nor what was said too long ago', async () => {
    await raise()
    expect((await policy()).llm_model).toMatch(/^fake at/)
    const version = { kind: 'revert', stage: 'active', by: 'rollouts', reason: 'errors surged' } as const
    await team.api.policies.add(team.teamId, 'shop', { generated_by: 'allocator', reasoning: 'taken back' }, version)
    const later = async (hours: number) => {
      team.api.clock.millis += hours * 3_600_000
      await report()
      // The minute of the report is over, and all of it has come.
      team.api.clock.millis += 180_000
      return policy()
    }
    expect((await later(7)).budget).toBeDefined()
    for (const hours of [1, 15]) expect((await later(hours)).llm_model).toBeUndefined()
    expect((await later(2)).llm_model).toMatch(/^fake at/)
    expect((await later(102 * 24)).llm_model).toMatch(/^fake at/)
    expect((await later(2 * 24)).llm_model).toBeUndefined()
  })

  it('is nothing of another model, or another prompt, which has not passed: what it says is a suggestion', async () => {
    await raise()
    expect((await policy()).llm_model).toMatch(/^fake at/)
    const other = await startAskedTeam(llm, { ...CONFIG, 'llm-model': 'newer' }, team.api.store)
    other.api.clock.millis = team.api.clock.millis
    expect(await statesOf(other)).toEqual([])
    expect((await other.get('/api/v1/model')) as object).toMatchObject({ mode: 'raise', exam: { state: 'none' } })
    other.api.clock.millis = team.api.clock.millis += 60_000
    await other.turn()
    const states = await statesOf(other)
    expect(states).toContainEqual([GRANT, 'suggested'])
    expect(states.map(([, state]) => state)).not.toContain('raised')
    await report()
    const made = await policy(other)
    expect(made.llm_model).toBeUndefined()
    expect(made.pattern_values?.[SALE] ?? 1).toBe(1)
  })

  it('of one team is never heard for another, which is asked about for itself', async () => {
    const key = await team.api.keyOf('other', 'admin', 'ingest')
    const otherId = await team.api.store.keys.ensureTeam('other', 0)
    await report(key)
    await setBudget(key)
    await raise()
    await report(key)
    expect((await policy()).llm_model).toMatch(/^fake at/)
    const get = async (path: string) => (await team.api.call('get', path, { key })).json
    expect((await get('/api/v1/model/verdicts')).verdicts).toEqual([])
    expect((await get('/api/v1/model/calls')).calls).toEqual([])
    expect((await policy(team, otherId)).llm_model).toBeUndefined()
    // It is the same lines of a service of the same name: they are asked about again all the same.
    const before = llm.requests.length
    await put('model', { mode: 'raise', reason: 'r' }, key)
    expect((await policy(team, otherId)).llm_model).toBeUndefined()
    await team.turn(2)
    expect(llm.requests.length - before).toBe(4)
    expect((await get('/api/v1/model/verdicts')).verdicts).toHaveLength(LINES.length)
  })

  it('is asked for anew where the leader died in a call: what was set aside for that is taken from nobody', async () => {
    await report()
    team.api.clock.millis += 11 * 60_000
    const dying = await startAskedTeam(llm, { ...CONFIG, 'llm-timeout-seconds': 600 }, team.api.store)
    dying.api.clock.millis = team.api.clock.millis
    await team.setMode('suggest')
    llm.script({ kind: 'hang' })
    let isOver = false
    void dying.turn().then(
      () => (isOver = true),
      () => {},
    )
    await expect.poll(() => llm.requests.length).toBe(1)
    llm.classify((item) => ({ class: meaningOf(item), sure: true, why: '' }))
    team.api.clock.millis = dying.api.clock.millis
    await team.turn(3)
    expect(isOver).toBe(false)
    expect(llm.requests).toHaveLength(1 + 4)
    expect(await statesOf(team)).toHaveLength(LINES.length)
    const calls = (await team.get('/api/v1/model/calls')).calls as unknown as Record<'outcome', string>[]
    expect(calls.map(({ outcome }) => outcome).toSorted()).toEqual([...Array(4).fill('answered'), 'pending'])
    expect((await team.get('/api/v1/model')) as object).toMatchObject({ today: { calls: 4, tokens: 4_000 } })
    // While it may be under way it is held back, and then no more.
    const { tokens } = ((await team.get('/api/v1/model')) as unknown as { today: { tokens: number } }).today
    const by = { model: 'fake', promptVersion: 1, purpose: 'wish', request: '{}', signatures: [], question: '' }
    const begin = (seconds: number) =>
      team.api.store.models.begin(
        { ...by, teamId: team.teamId, service: '', at: dying.api.clock.millis / 1_000 + seconds },
        { tokensIn: 100, tokensOut: 0, microUsd: 0 },
        { tokensPerDay: tokens + 100, microUsdPerDay: 1e9, microUsdPerMonth: 1e9 },
      )
    expect(await begin(0)).toBeUndefined()
    expect(await begin(601)).toBeTypeOf('number')
  })
})
