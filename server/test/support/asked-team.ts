import type { Config } from '../../src/config.js'
import { OTHERS, PROTECTING } from '../../src/meanings/canaries.js'
import { EXAM_LINES } from '../../src/meanings/exam-lines.js'
import { questionText } from '../../src/meanings/question.js'
import type { Store } from '../../src/store/store.js'
import { type ApiUnderTest, reportOf, startApi } from './api-under-test.js'
import type { FakeLlm, Item } from './fake-llm.js'
import { signatureOf } from './reports.js'

const MINUTE = 60_000
const known = new Map<string, string>(
  [...EXAM_LINES, ...PROTECTING, ...OTHERS].map(({ template, meaning }) => [questionText(template), meaning]),
)
const canaries = new Map<string, string>(
  [...PROTECTING, ...OTHERS].map(({ template, meaning }) => [questionText(template), meaning]),
)

/** What everybody knows of a line; `undefined`: it is none of a server. */
export const knownMeaning = ({ template }: Item): string | undefined => known.get(template)
export const canaryOf = ({ template }: Item): string | undefined => canaries.get(template)

export interface Reported {
  readonly template: string
  readonly severity?: string
  readonly bytes?: number
}

/** A team of a server that has a language model, and the work of its leader. */
export interface AskedTeam {
  readonly api: ApiUnderTest
  readonly teamId: number
  readonly key: string
  /** Reports patterns, whose signatures are numbered from 1, and lets eleven minutes pass. */
  report(patterns: readonly Reported[]): Promise<void>
  /** The leader's turn; of the clock a minute passes. */
  turn(times?: number): Promise<void>
  setMode(mode: string, caps?: object): Promise<number>
  get(path: string): Promise<Record<string, never>>
  /** Lets the model take its exam, rightly. */
  passExam(llm: FakeLlm): Promise<void>
}

export async function startAskedTeam(llm: FakeLlm, more: Partial<Config> = {}, store?: Store): Promise<AskedTeam> {
  const config = { 'llm-url': llm.url, 'llm-model': 'fake', 'llm-api-key': llm.key, 'llm-timeout-seconds': 5, ...more }
  const api = await startApi({ 'llm-tokens-per-day': 10_000_000, 'llm-usd-per-day': 100, ...config }, store)
  const key = await api.keyOf('own', 'admin', 'ingest')
  let sequence = 0
  const turn = async (times = 1) => {
    for (let i = 0; i < times; i++) {
      api.clock.millis += MINUTE
      await api.control.jobs.find(({ name }) => name === 'models')!.run()
    }
  }
  return {
    api,
    teamId: await api.store.keys.ensureTeam('own', 0),
    key,
    async report(patterns) {
      const rows = patterns.map(({ template, severity = 'INFO', bytes = 20_000 }, i) => ({
        signature: signatureOf(i + 1),
        template,
        severity_distribution: { [severity]: 100 },
        bytes,
        sampled_bytes: bytes / 10,
        first_seen: api.clock.millis / 1000,
        last_seen: api.clock.millis / 1000,
      }))
      const body = reportOf({ sequence: sequence++, timestamp: api.clock.millis / 1000 }, rows)
      const { status, json } = await api.call('post', '/api/v1/patterns/stats', { key, body })
      if (status !== 202) throw new Error(JSON.stringify(json))
      await api.pending.flush()
      api.clock.millis += 11 * MINUTE
    },
    turn,
    async setMode(mode, caps = {}) {
      const body = { mode, ...caps, reason: 'a test' }
      return (await api.call('put', '/api/v1/model', { key, body })).status
    },
    get: async (path) => (await api.call('get', path, { key })).json,
    async passExam(model) {
      model.classify((item) => ({ class: knownMeaning(item) ?? 'unknown', sure: true, why: 'so it is' }))
      await api.call('post', '/api/v1/model/exam', { key, body: { reason: 'a test' } })
      await turn()
    },
  }
}
