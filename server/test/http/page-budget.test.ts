import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, startApi } from '../support/api-under-test.js'
import { OVERVIEW, SERVICE_PAGE } from '../support/page-requests.js'
import { patternOf, pendingOf, TEN } from '../support/reports.js'

const SERVICES = 50
const PATTERNS = 1_000
const HOUR = 3_600
const REASONS = ['error', 'pinned', 'first', 'novel', 'adaptive', 'failed']
const bytesOf = (answers: readonly { readonly json: unknown }[]) =>
  answers.reduce((sum, { json }) => sum + Buffer.byteLength(JSON.stringify(json)), 0)

describe('what a page costs', () => {
  let api: ApiUnderTest
  let key: string
  beforeAll(async () => {
    api = await startApi()
    key = await api.keyOf('t', 'admin')
    const team = await api.store.keys.ensureTeam('t', TEN)
    for (let i = 0; i < SERVICES; i++) {
      const service = `a-service-with-a-usual-name-${i}`
      const id = (await api.store.services.ensure(team, service, TEN - 24 * HOUR, 100))!
      const patterns = Array.from({ length: i === 0 ? PATTERNS : 3 }, (_, n) =>
        patternOf(id, n + 1, {
          check: 'c'.repeat(16),
          template: `user <*> opened the page of order <*> number ${n} in <*> ms`,
        }),
      )
      for (let hour = 0; hour < 24; hour++) {
        const report = pendingOf(patterns, { at: TEN - hour * HOUR, sequence: 24 - hour, each: 123_456 + hour * i })
        const keptByReason = new Map(REASONS.map((reason, n) => [reason, 1_234 * (n + 1)]))
        await api.store.counters.add([{ ...report, keptByReason }], hour === 0 ? patterns : [])
      }
      const budget = { unit: 'gb_per_day', amount: 1.5, reason: 'a usual reason for a budget' }
      if (i < 10) await api.call('put', `/api/v1/services/${service}/budget`, { key, body: budget })
      await api.call('put', `/api/v1/policies/${service}`, { key, body: { global_rate: 0.5, reasoning: 'as agreed' } })
    }
  }, 120_000)
  afterAll(() => api.close())

  async function ask(paths: readonly string[]) {
    const answers = await Promise.all(paths.map((path) => api.call('get', path, { key })))
    for (const [i, { status, json }] of answers.entries())
      expect(status, `${paths[i]} ${JSON.stringify(json)}`).toBe(200)
    return answers
  }

  it('is six requests and 100 kB for an overview of 50 services', async () => {
    expect(OVERVIEW.length).toBeLessThanOrEqual(6)
    const answers = await ask(OVERVIEW)
    expect(answers[0]!.json.services).toHaveLength(SERVICES)
    expect(bytesOf(answers)).toBeLessThanOrEqual(100_000)
  })

  it('is three requests and 200 kB for a service of 1,000 patterns, 200 rows of them', async () => {
    const paths = SERVICE_PAGE('a-service-with-a-usual-name-0')
    expect(paths.length).toBeLessThanOrEqual(3)
    const answers = await ask(paths)
    expect(answers[0]!.json).toMatchObject({ total: PATTERNS })
    expect(answers[0]!.json.patterns).toHaveLength(200)
    expect(bytesOf(answers)).toBeLessThanOrEqual(200_000)
  })
})
