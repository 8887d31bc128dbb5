import type { Policy } from 'lipservice/protocol'
import { signatureOf as signed } from 'lipservice/signature'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LONG } from '../../../test/support/tier.js'
import { PROMPT_VERSION } from '../../src/meanings/prompt.js'
import { forecastOf } from '../../src/policies/forecast.js'
import type { ModelMode } from '../../src/store/contracts/models.js'
import type { StoredPolicy } from '../../src/store/store.js'
import { reportOf } from '../support/api-under-test.js'
import { type AskedTeam, canaryOf, startAskedTeam } from '../support/asked-team.js'
import { type FakeLlm, itemsIn, startFakeLlm } from '../support/fake-llm.js'
import { signatureOf } from '../support/reports.js'
import { HOSTILE_ANSWERS, type HostileAnswer } from './hostile-answers.js'
import { HOSTILE_MESSAGES } from './hostile-templates.js'

const MODES: readonly ModelMode[] = LONG ? ['off', 'suggest', 'raise'] : ['raise']
const MINUTE = 60_000
/** What an app logs by itself; the first of them people and levels have decided about. */
const OWN = [
  { template: 'locked by a person <*>' },
  { template: 'exempted by a person <*>' },
  { template: 'labelled by a person <*>' },
  { template: 'it broke <*>', severity: 'ERROR' },
  { template: 'Login failed for <*>', severity: 'WARNING', count: 20 },
  { template: 'Role of <*> changed by <*>', count: 20 },
  { template: 'Order <*> shipped' },
  { template: 'GET /healthz' },
  { template: 'step <*> of <*> done', count: 5_000 },
]
const [LOCKED, EXEMPT, LABELLED, BROKEN, ...BY_WORDS] = [1, 2, 3, 4, 5, 6].map(signatureOf)
const STRANGERS = 12
const SPELLINGS = HOSTILE_MESSAGES.map((message) => signed(message).template)

/** Of a service: what its app logs, and what strangers make it log. All of these are in one service or another. */
function linesOf(i: number) {
  const strangers = Array.from({ length: STRANGERS }, (_, n) => ({
    template: SPELLINGS[(i * STRANGERS + n) % SPELLINGS.length]!,
  }))
  return [...OWN, ...strangers].map(({ template, ...line }, n) => {
    const { severity = 'INFO', count = 200 } = line as { severity?: string; count?: number }
    const counts = { count, sampled_count: count, bytes: 200 * count, sampled_bytes: 200 * count }
    return { signature: signatureOf(n + 1), template, severity_distribution: { [severity]: count }, ...counts }
  })
}

const CALM: HostileAnswer = {
  name: 'calm',
  text: (items, known) =>
    JSON.stringify(
      Object.fromEntries(items.map((item) => [item.id, { class: known(item) ?? 'unknown', sure: true, why: '' }])),
    ),
}
/** All of them in the longer tests; else some, the sly ones among them. */
const ANSWERS = LONG ? HOSTILE_ANSWERS : HOSTILE_ANSWERS.filter((_, i) => i % 9 === 0 || (i > 6 && i < 13))
const SERVICES = [CALM, ...ANSWERS].map((answer, i) => ({ ...answer, service: `s${100 + i}`, i }))

describe.each(MODES)('a server whose model answers with lies, in mode %s,', (mode) => {
  let llm: FakeLlm
  let team: AskedTeam
  const made = new Map<string, StoredPolicy>()
  const before: Record<string, unknown> = {}
  const after: Record<string, unknown> = {}

  beforeAll(async () => {
    llm = await startFakeLlm()
    team = await startAskedTeam(llm, { 'history-seconds': 0, 'max-services': 100 })
    await report(0)
    for (const { service } of SERVICES) await decide(service)
    Object.assign(before, await decided())
    await team.passExam(llm)
    for (let turn = 0; turn < SERVICES.length; turn++) {
      await begin()
      await lie()
    }
    await begin()
    await report(1)
    await team.api.control.controller.tick()
    for (const { service } of SERVICES) made.set(service, (await team.api.store.policies.latest(team.teamId, service))!)
    Object.assign(after, await decided())
  }, 120_000)
  afterAll(async () => {
    await team.api.close()
    await llm.close()
  })

  /** Where so many answers are refused a team would only hear suggestions: each lie is told at its worst. */
  async function begin() {
    team.api.clock.millis += 1_000
    if (mode === 'raise') await team.setMode('suggest')
    expect(await team.setMode(mode)).toBe(200)
  }
  const call = (method: string, path: string, body?: object) => team.api.call(method, path, { key: team.key, body })

  async function report(sequence: number) {
    for (const { service, i } of SERVICES) {
      const timestamp = team.api.clock.millis / 1_000
      const times = { first_seen: timestamp, last_seen: timestamp }
      const patterns = linesOf(i).map((line) => ({ ...line, ...times }))
      const body = reportOf({ service_name: service, timestamp, sequence }, patterns)
      expect((await call('post', '/api/v1/patterns/stats', body)).status).toBe(202)
    }
    await team.api.pending.flush()
    team.api.clock.millis += 11 * MINUTE
  }

  async function decide(service: string) {
    const put = async (path: string, body: object) =>
      expect((await call('put', `/api/v1/services/${service}/${path}`, body)).status).toBeLessThan(300)
    await put(`overrides/${LOCKED}/lock`, { rate: 0.25, reason: 'r' })
    await put(`overrides/${EXEMPT}/exemption`, { reason: 'r' })
    await put(`overrides/${LABELLED}/label`, { class: 'debug', reason: 'r' })
    await put('budget', { unit: 'gb_per_day', amount: 0.03 })
  }

  /** The model is asked about the next service, and answers in its way. */
  async function lie() {
    const seen = llm.requests.length
    const services = await team.api.store.services.active(0)
    const { models } = team.api.store
    const by = { model: `fake at ${new URL(llm.url).host}`, promptVersion: PROMPT_VERSION }
    const verdicts = await models.verdicts({ teamId: team.teamId, ...by, limit: 10_000 })
    const known = new Set(verdicts.map(({ service }) => service))
    const next = services.find(({ name }) => !known.has(name))
    const { text } = SERVICES.find(({ service }) => service === next?.name)!
    llm.answer((user) => text(itemsIn(user), canaryOf))
    await team.turn()
    expect(llm.requests.length - seen).toBe(mode === 'off' ? 0 : 4)
  }

  /** All that people have decided, and what patterns are by their words and levels. */
  async function decided() {
    const shown: Record<string, unknown> = {}
    for (const { service } of SERVICES) {
      const { overrides } = (await call('get', `/api/v1/services/${service}/overrides`)).json
      const { budget } = (await call('get', `/api/v1/services/${service}/budget`)).json
      const id = (await team.api.store.services.find(team.teamId, service))!
      const activity = await team.api.store.patterns.activity(id, { from: 0, to: team.api.clock.millis / 1_000 }, 100)
      shown[service] = {
        overrides,
        budget,
        classes: activity.map((one) => [one.signature, one.class, one.severity]).toSorted(),
      }
    }
    return shown
  }

  it('was asked about every service, and heard of some', () => {
    if (mode === 'off') return expect(llm.requests.length).toBeLessThan(40)
    expect(made.size).toBe(SERVICES.length)
    const raised = [...made.values()].filter(({ document }) => (JSON.parse(document) as Policy).llm_model !== undefined)
    if (mode === 'raise') expect(raised.length).toBeGreaterThanOrEqual(5)
    else expect(raised).toEqual([])
    expect(llm.refused).toEqual([])
  })

  it('changes no lock, exemption, label, budget, class by words, or error', () => {
    expect(after).toEqual(before)
  })

  it.each(SERVICES)('changes nothing that is decided, and spends what it may: $name', ({ service }) => {
    const of = (name: string) => JSON.parse(made.get(name)!.document) as Policy
    const [calm, lied] = [of('s100'), of(service)]
    expect(lied.pattern_rates?.[LOCKED!]).toBe(calm.pattern_rates?.[LOCKED!])
    expect(lied.pattern_rates?.[LOCKED!]).toBe(0.25)
    expect(lied.keep_patterns).toEqual(expect.arrayContaining([EXEMPT, ...BY_WORDS]))
    expect(lied.pattern_rates ?? {}).not.toHaveProperty(BROKEN!)
    expect(lied.pattern_values?.[LABELLED!]).toBe(calm.pattern_values?.[LABELLED!])
    for (const [signature, value] of Object.entries(lied.pattern_values ?? {}))
      expect(value).toBeLessThanOrEqual(Math.max(4, calm.pattern_values?.[signature] ?? 1))
    const { expected, per_minute: allowed } = forecastOf(made.get(service)!)
    expect(expected!).toBeLessThanOrEqual(1.05 * allowed!)
  })
})
