import type { StoredVerdict } from '../../../server/src/store/contracts/models.js'
import type { ApiUnderTest } from '../../../server/test/support/api-under-test.js'

/** A model that is never reached: what it has said is there already. */
export const MODEL_SETTINGS = { 'llm-url': 'http://127.0.0.1:9/v1', 'llm-model': 'a-model' } as const
const PATTERNS = 12
const CALLS = 14
const CAPS = { tokensPerDay: 1e9, microUsdPerDay: 1e12, microUsdPerMonth: 1e12 }
const WORDS = ['it tells who did what', 'a customer has ordered something', 'nobody would miss it', 'it is not clear']
/** What both passes say, in turn. */
const SAID = [
  ['audit', 'audit', true],
  ['business', 'business', true],
  ['health_check', 'health_check', true],
  ['security', 'unknown', true],
  ['debug', 'debug', false],
] as const

/** Writes down what a model has said of a team's patterns, and what it was asked. @param words of the model */
export async function addModelRows(api: ApiUnderTest, key: string, words: readonly string[] = WORDS): Promise<void> {
  const { models, keys } = api.store
  const at = Math.floor(api.clock.millis / 1000)
  const teamId = await keys.ensureTeam('default', at)
  const { json: asked } = await api.call('GET', '/api/v1/model', { key })
  const by = { model: asked.model as string, promptVersion: asked.prompt_version as number }
  const { json } = await api.call('GET', `/api/v1/patterns?limit=${Math.max(PATTERNS, words.length)}`, { key })
  const found = json.patterns as readonly Record<'service' | 'signature' | 'check' | 'severity' | 'class', string>[]
  const verdicts = found.map((one, i): StoredVerdict => {
    const [a, b, sure] = SAID[i % SAID.length]!
    return {
      teamId,
      ...by,
      service: one.service,
      signature: one.signature,
      check: one.check ?? '',
      severity: one.severity,
      wordClass: one.class,
      a: { class: a, sure },
      b: { class: b, sure },
      why: words[i % words.length]!.slice(0, 200).toWellFormed().replaceAll('\0', ''),
      bytesPerDay: 1e9 / (i + 1),
      attempts: 0,
      askedAt: at - 600,
      decided: undefined,
      decidedBy: '',
      decidedAt: 0,
    }
  })
  await models.record(verdicts, [])
  for (let i = 0; i < CALLS; i++) {
    const text = words[i % words.length]!.toWellFormed().replaceAll('\0', '')
    const use = { tokensIn: 700, tokensOut: 300, microUsd: 220 }
    const request = JSON.stringify({ model: 'a-model', messages: [{ role: 'user', content: text }] })
    const call = {
      teamId,
      question: '',
      service: found[0]?.service ?? '',
      purpose: 'meaning',
      ...by,
      at: at - 900 + i,
      request,
    }
    const id = await models.begin({ ...call, signatures: found.map(({ signature }) => signature) }, use, CAPS)
    if (id === undefined) throw new Error('a call was over its cap')
    await models.settle(id, { ...use, outcome: i % 5 === 4 ? 'timeout' : 'answered', answer: text, ms: 1_200 })
    if (i % 5 !== 4) await models.judge(id, i % 3 === 2 ? 'canary' : 'taken')
  }
}
