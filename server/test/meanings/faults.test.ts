import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LONG } from '../../../test/support/tier.js'
import { type AskedTeam, canaryOf, startAskedTeam } from '../support/asked-team.js'
import { type FakeLlm, type Step, startFakeLlm } from '../support/fake-llm.js'
import { signatureOf } from '../support/reports.js'

const PLAIN = ['Deployed to prod by hand', 'Cache warmed', 'Queue has jobs', 'Order <*> shipped', 'Grant given to <*>']
const REQUESTS_A_ROUND = 4
const status = (code: number, after?: string): Step => ({
  kind: 'status',
  code,
  ...(after !== undefined && { headers: { 'retry-after': after } }),
})

/** What a server of a model can do wrong: with what is known of the patterns after one round, and how often it was asked. */
const FAULTS: readonly (readonly [step: Step, known: number, requests: number])[] = [
  [{ kind: 'say', text: '{"T1":{"class":"audit"}}' }, 0, REQUESTS_A_ROUND],
  [status(401), 0, 1],
  [status(404), 0, 1],
  [status(429, '0'), 0, 2],
  [status(503, '0'), 0, 2],
  [status(500, '3600'), 0, 1],
  [{ kind: 'hang' }, 0, 1],
  [{ kind: 'drip' }, 0, 1],
  [{ kind: 'cut' }, 0, 1],
  [{ kind: 'huge' }, 0, 1],
  [{ kind: 'html' }, 0, 1],
  [{ kind: 'length' }, 0, 1],
  [{ kind: 'filter' }, 0, 1],
  [{ kind: 'empty' }, 0, 1],
  [{ kind: 'refusal' }, 0, 1],
  [{ kind: 'redirect' }, 0, 1],
  [{ kind: 'garbage' }, 0, REQUESTS_A_ROUND],
  [{ kind: 'no-usage' }, PLAIN.length, REQUESTS_A_ROUND],
  [{ kind: 'fenced' }, PLAIN.length, REQUESTS_A_ROUND],
  [{ kind: 'thinking' }, PLAIN.length, REQUESTS_A_ROUND],
  // Names of versions differ from what was asked for.
  [{ kind: 'wrong-model' }, PLAIN.length, REQUESTS_A_ROUND],
  [{ kind: 'no-schema-support' }, PLAIN.length, REQUESTS_A_ROUND + 1],
  [{ kind: 'reasoning' }, PLAIN.length, REQUESTS_A_ROUND + 2],
]

/** All of them in the longer tests; else one of each sort. */
const TRIED = LONG ? FAULTS : FAULTS.filter(([{ kind }]) => ['hang', 'cut', 'garbage', 'fenced'].includes(kind))

describe('a server whose model fails', () => {
  let llm: FakeLlm
  let team: AskedTeam
  beforeEach(async () => {
    llm = await startFakeLlm()
    llm.classify((item) => ({ class: canaryOf(item) ?? 'unknown', sure: true, why: '' }))
  })
  async function start(isPatient: boolean) {
    team = await startAskedTeam(llm, { 'llm-timeout-seconds': isPatient ? 60 : 0.2 })
    await team.report(PLAIN.map((template) => ({ template })))
    const body = { pattern_rates: { [signatureOf(2)]: 0.25 } }
    await team.api.call('put', '/api/v1/policies/shop', { key: team.key, body })
    await team.setMode('suggest')
  }
  afterEach(async () => {
    await team.api.close()
    await llm.close()
  })
  const job = () => team.api.control.jobs.find(({ name }) => name === 'models')!
  const policy = async () => (await team.api.call('get', '/api/v1/policies/shop', { key: team.key })).json

  it.each(TRIED)(
    'by %j serves policies and takes its turns as before, and hears what may be heard',
    async (step, known, requests) => {
      await start(step.kind !== 'hang' && step.kind !== 'drip')
      const before = await policy()
      llm.script(...Array.from({ length: REQUESTS_A_ROUND }, () => step))
      let isOver = false
      const turn = team.turn().finally(() => {
        isOver = true
      })
      expect(await policy()).toEqual(before)
      await team.api.control.controller.tick()
      // Neither has waited for the model.
      expect(isOver).toBe(false)
      await turn
      expect(await policy()).toEqual(before)
      expect(llm.requests).toHaveLength(requests)
      const { verdicts } = (await team.get('/api/v1/model/verdicts')) as unknown as {
        verdicts: { state: string; class_a: string | null }[]
      }
      expect(verdicts.filter(({ class_a }) => class_a !== null)).toHaveLength(known)
      expect(verdicts.map(({ state }) => state)).not.toContain('raised')
      expect((await team.get('/api/v1/model')) as object).toMatchObject({ mode: 'suggest' })
    },
  )

  it('that never answers holds up nothing else: no report, no other work of the leader, no wish, and not the end of a server', async () => {
    await start(true)
    llm.script({ kind: 'hang' })
    let isOver = false
    const turn = team.turn().finally(() => {
      isOver = true
    })
    await expect.poll(() => llm.requests.length).toBe(1)
    for (const other of team.api.control.jobs) if (other.name !== 'models') await other.run()
    await team.report(['Something else'].map((template) => ({ template })))
    await team.api.control.controller.tick()
    await policy()
    const body = { text: 'less "cache warmed"', services: ['shop'] }
    expect((await team.api.call('post', '/api/v1/wishes', { key: team.key, body })).json.read_by).toBe('grammar')
    await team.get('/api/v1/model')
    expect(isOver).toBe(false)
    await job().stop!()
    await turn
    expect(llm.requests).toHaveLength(1)
    // Who leads again asks again.
    await team.turn()
    expect(llm.requests).toHaveLength(1)
    job().reset!()
    await team.turn()
    expect(llm.requests).toHaveLength(1 + REQUESTS_A_ROUND)
  })
})
