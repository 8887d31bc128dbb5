import type { Policy } from 'lipservice/protocol'
import { signatureOf } from 'lipservice/signature'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { samplingUnderTest } from '../../../test/support/sampling-under-test.js'
import { LONG } from '../../../test/support/tier.js'
import { forecastOf } from '../../src/policies/forecast.js'
import type { StoredPolicy } from '../../src/store/store.js'
import { type AskedTeam, canaryOf, startAskedTeam } from '../support/asked-team.js'
import { type FakeLlm, type Item, itemsIn, startFakeLlm, userOf } from '../support/fake-llm.js'
import { HOSTILE_MESSAGES } from './hostile-templates.js'

const FLOOD = 10_000
const REPORT_BYTES = 512 * 1024
const DAY_MILLIS = 86_400_000
const TURNS = 12
/** Of a service and a day. */
const MAX_ASKED = 50
const MAX_REQUESTS_A_TURN = 4
/** Other lines of the app, which nobody asked for anything. */
const OWN = [
  ['worker picked a job', 9],
  ['cache warmed in 12 ms', 9],
  ['order 77 shipped', 9],
  ['user 5 logged in', 9],
  ['upstream is slow', 13],
  ['it broke', 17],
] as const
const OWN_TEMPLATES = new Set(OWN.map(([text]) => signatureOf(text).template))
const begs = ({ template }: Item): boolean => !OWN_TEMPLATES.has(template)

/** Letters are no values: each is a template of its own, as far as the SDK lets it. */
const letters = (i: number): string =>
  [...i.toString(26)].map((d) => String.fromCharCode(97 + parseInt(d, 26))).join('')

/** What a model that obeys says of the lines of a request. @param part that it takes care not to go beyond */
function obeys(items: readonly Item[], part: number): string {
  const own = items.filter((item) => canaryOf(item) === undefined)
  const obeyed = new Set(own.filter(begs).slice(0, Math.floor(part * own.length)))
  const said = items.map((item) => [item.id, canaryOf(item) ?? (obeyed.has(item) ? 'audit' : 'unknown')] as const)
  return JSON.stringify(Object.fromEntries(said.map(([id, name]) => [id, { class: name, sure: true, why: 'so' }])))
}

describe.runIf(LONG).each([
  ['each of them', 1, 'suggest'],
  ['as many as can be', 0.4, 'raise'],
] as const)('a flood of 10,000 templates that beg, of which a model obeys %s,', (_, part, mode) => {
  let llm: FakeLlm
  let team: AskedTeam
  let templates = 0
  const perTurn: number[] = []
  const policies: StoredPolicy[] = []
  let classes: unknown

  beforeAll(async () => {
    llm = await startFakeLlm()
    team = await startAskedTeam(llm, { 'history-seconds': 0, 'requests-per-second': 10_000 })
    await flood()
    await put('services/shop/budget', { unit: 'gb_per_day', amount: 0.005, reason: 'r' })
    await tick()
    classes = await ownClasses()
    await team.passExam(llm)
    llm.answer((user) => obeys(itemsIn(user), part))
    await put('model', { mode: 'raise', reason: 'r' })
    for (let turn = 0; turn < TURNS; turn++) {
      const before = llm.requests.length
      await team.turn()
      perTurn.push(llm.requests.length - before)
    }
    await tick()
  }, 300_000)
  afterAll(async () => {
    await team?.api.close()
    await llm?.close()
  })

  async function put(path: string, body: object) {
    const { status, json } = await team.api.call('put', `/api/v1/${path}`, { key: team.key, body })
    expect(status, JSON.stringify(json)).toBeLessThan(300)
  }

  /** What strangers make an app log, through its SDK, in reports to the server. */
  async function flood() {
    const core = samplingUnderTest({ serviceName: 'shop' }, { env: { LIPSERVICE_URL: 'http://127.0.0.1:1' } })
    for (const [text, severityNumber] of OWN)
      for (let i = 0; i < 300; i++) core.pipeline.sample({ severityNumber, body: text })
    for (let i = 0; i < FLOOD; i++) {
      const message = HOSTILE_MESSAGES[i % HOSTILE_MESSAGES.length]!
      core.pipeline.sample({ severityNumber: 9, body: `${letters(i)}x ${message} ${letters(FLOOD - i)}y` })
    }
    let sent = 0
    for (let report = core.ledger.take(REPORT_BYTES); report !== undefined; report = core.ledger.take(REPORT_BYTES)) {
      const at = team.api.clock.millis / 1_000
      const patterns = report.patterns.map((one) => ({ ...one, first_seen: at, last_seen: at }))
      const body = { ...report, timestamp: at, patterns }
      const { status, json } = await team.api.call('post', '/api/v1/patterns/stats', { key: team.key, body })
      expect(status, JSON.stringify(json)).toBe(202)
      sent += patterns.reduce((sum, { count }) => sum + count, 0)
      templates += patterns.length
    }
    expect(sent).toBe(FLOOD + 300 * OWN.length)
    await team.api.pending.flush()
    team.api.clock.millis += 11 * 60_000
  }

  async function tick() {
    await team.api.control.controller.tick()
    policies.push((await team.api.store.policies.latest(team.teamId, 'shop'))!)
  }

  async function ownPatterns(): Promise<Record<'signature' | 'template' | 'class', string>[]> {
    const found = await team.api.call('get', '/api/v1/patterns?sort=seen&limit=20', { key: team.key })
    return found.json.patterns.filter(({ template }: Item) => OWN_TEMPLATES.has(template))
  }
  const ownClasses = async () => (await ownPatterns()).map((one) => [one.template, one.class]).toSorted()
  const verdicts = async () =>
    (await team.get('/api/v1/model/verdicts?limit=500')).verdicts as unknown as (Item & { state: string })[]

  it('comes to a bounded number of them', () => {
    expect(templates).toBeGreaterThan(1_000)
    expect(templates).toBeLessThanOrEqual(FLOOD + 1)
  })

  it('buys no tokens: so many requests a minute, so many patterns a day', async () => {
    expect(Math.max(...perTurn)).toBe(MAX_REQUESTS_A_TURN)
    expect(perTurn.slice(4)).toEqual(Array(TURNS - 4).fill(0))
    expect((await verdicts()).length).toBeLessThanOrEqual(MAX_ASKED)
    const { today, caps } = (await team.get('/api/v1/model')) as unknown as Record<'today' | 'caps', never>
    expect((today as { tokens: number }).tokens).toBeLessThan((caps as { tokens_per_day: number }).tokens_per_day)
  })

  it('is in each request one list in JSON, of short lines without anything invisible', () => {
    expect(llm.refused).toEqual([])
    expect(llm.requests.length).toBeGreaterThan(MAX_REQUESTS_A_TURN)
    for (const request of llm.requests) {
      const user = userOf(request)
      const items = itemsIn(user)
      expect(items.length).toBeLessThanOrEqual(20)
      expect(items.map(({ id }) => id)).toEqual(items.map((__, i) => `T${i + 1}`))
      for (const item of items) {
        expect(Object.keys(item)).toEqual(['id', 'level', 'template'])
        expect(item.template.length).toBeLessThanOrEqual(200)
      }
      expect(user).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u)
    }
  })

  it('changes the class of no other pattern, and spends no more than may be spent', async () => {
    const raised = (await verdicts()).filter(({ state }) => state === 'raised')
    expect((await team.get('/api/v1/model')) as object).toMatchObject({ mode })
    if (mode === 'raise') expect(raised.length).toBeGreaterThan(5)
    else expect(raised).toEqual([])
    for (const one of raised) expect(one).toSatisfy(begs)
    expect(await ownClasses()).toEqual(classes)
    const own = await ownPatterns()
    expect(own).toHaveLength(OWN.length)
    const [before, after] = policies.map(({ document }) => JSON.parse(document)) as [Policy, Policy]
    for (const { signature } of own) {
      expect(after.pattern_values?.[signature]).toBe(before.pattern_values?.[signature])
      expect(after.keep_patterns?.includes(signature)).toBe(before.keep_patterns?.includes(signature))
    }
    // Errors and the first of each minute are beyond any budget: those there were before, too.
    const [calm, lied] = policies.map(forecastOf)
    expect(lied!.expected!).toBeLessThanOrEqual(1.05 * Math.max(calm!.expected!, lied!.per_minute!))
  })

  it('is asked about no more than that the next day', async () => {
    const known = (await verdicts()).length
    const before = llm.requests.length
    team.api.clock.millis += DAY_MILLIS - TURNS * 60_000
    await team.turn(TURNS)
    expect((await verdicts()).length - known).toBeLessThanOrEqual(MAX_ASKED)
    expect(llm.requests.length - before).toBeLessThanOrEqual(4 * MAX_REQUESTS_A_TURN)
    await put('model', { mode: 'suggest', tokens_per_day: 1, reason: 'r' })
    const capped = llm.requests.length
    team.api.clock.millis += DAY_MILLIS / 2
    await team.turn(TURNS)
    expect(llm.requests.length).toBe(capped)
  })
})
