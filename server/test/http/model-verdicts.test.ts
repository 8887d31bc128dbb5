import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SaidClass, StoredVerdict } from '../../src/store/contracts/models.js'
import { type ApiUnderTest, startApi } from '../support/api-under-test.js'
import { entryOf, signatureOf, TEN } from '../support/reports.js'

const MANY = 2_600
const PATH = '/api/v1/model/verdicts'
const SURE: SaidClass = { class: 'audit', sure: true }

interface Listed {
  readonly service: string
  readonly signature: string
  readonly state: string
}

/** What a model said of many patterns, of which few wait for a person. */
function verdictOf(teamId: number, i: number): StoredVerdict {
  const isSuggested = i % 100 === 0
  return {
    teamId,
    service: i % 4 === 0 ? 'shop' : 'mail',
    signature: signatureOf(i + 1),
    check: '',
    model: 'm at 127.0.0.1:9',
    promptVersion: 1,
    severity: 'INFO',
    // Security and audit are kept alike: that a pattern is the other is no news.
    wordClass: isSuggested ? 'unknown' : 'security',
    a: SURE,
    b: SURE,
    why: '',
    bytesPerDay: 1_000 * (i % 50),
    attempts: 0,
    askedAt: TEN,
    decided: undefined,
    decidedBy: '',
    decidedAt: 0,
  }
}

describe('GET /api/v1/model/verdicts', () => {
  let api: ApiUnderTest
  let own: string
  let other: string
  beforeAll(async () => {
    api = await startApi({ 'llm-url': 'http://127.0.0.1:9/v1', 'llm-model': 'm', 'requests-per-second': 10_000 })
    own = await api.keyOf('own', 'read')
    other = await api.keyOf('other', 'read')
    const team = await api.store.keys.ensureTeam('own', TEN)
    const all = Array.from({ length: MANY }, (_, i) => verdictOf(team, i))
    for (let at = 0; at < MANY; at += 500) await api.store.models.record(all.slice(at, at + 500), [])
    await api.store.models.decide(all[200]!, 'refused', entryOf(team))
  })
  afterAll(() => api.close())

  const get = async (query: string, key = own) => api.call('get', `${PATH}?${query}`, { key })

  /** All pages, and how many rows each has. */
  async function paged(query: string): Promise<{ rows: Listed[]; sizes: number[] }> {
    const rows: Listed[] = []
    const sizes: number[] = []
    for (let next: string | null = ''; next !== null; ) {
      const { status, json } = await get(`${query}${next === '' ? '' : `&after=${next}`}`)
      expect(status).toBe(200)
      rows.push(...json.verdicts)
      sizes.push(json.verdicts.length)
      next = json.next
      if (sizes.length > 100) throw new Error('the pages do not end')
    }
    return { rows, sizes }
  }
  const names = (rows: readonly Listed[]) => rows.map(({ service, signature }) => `${service} ${signature}`)

  it('gives all of them in pages, each once, most bytes first', async () => {
    const { rows, sizes } = await paged('limit=499')
    expect(sizes).toEqual([499, 499, 499, 499, 499, MANY - 5 * 499])
    expect(new Set(names(rows)).size).toBe(MANY)
    const whole = await paged('limit=500&service=shop')
    expect(names(whole.rows)).toEqual(names(rows).filter((name) => name.startsWith('shop')))
    // As many as a page has: no empty one comes behind it.
    expect((await paged('limit=325&service=shop')).sizes).toEqual([325, 325])
  })

  it.each([
    ['suggested', 25],
    ['refused', 1],
    ['accepted', 0],
    ['raised', 0],
    ['none', MANY - 26],
  ])('gives those that are %s', async (state, many) => {
    const { rows } = await paged(`limit=10&state=${state}`.replace('10', many > 100 ? '500' : '10'))
    expect(rows.map((one) => one.state)).toEqual(Array(many).fill(state))
    expect(new Set(names(rows)).size).toBe(many)
  })

  it('reads so many rows for a page and no more: of what is rare a page has few, and says where to go on', async () => {
    const { sizes } = await paged('limit=100&state=suggested')
    expect(sizes.length).toBe(2)
    expect(sizes.reduce((sum, one) => sum + one)).toBe(25)
  })

  it('takes no other place than it named, and shows nobody what is of another team', async () => {
    const of = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    for (const after of [
      'x',
      of(5),
      of([1, 's', 'zz', '']),
      of([-1, 's', signatureOf(1), '']),
      of([1, '\0', signatureOf(1), '']),
    ])
      expect((await get(`after=${after}`)).status, after).toBe(422)
    const { json } = await get('limit=10')
    expect((await get(`limit=10&after=${json.next}`, other)).json).toEqual({ verdicts: [], next: null })
  })
})
