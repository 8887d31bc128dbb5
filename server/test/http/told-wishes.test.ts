import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LONG } from '../../../test/support/tier.js'
import { reportOf } from '../support/api-under-test.js'
import { type AskedTeam, startAskedTeam } from '../support/asked-team.js'
import { type FakeLlm, startFakeLlm } from '../support/fake-llm.js'
import { signatureOf } from '../support/reports.js'
import { HOSTILE_DRAFTS, TOLD_WISHES, WISHED_LINES } from '../wishes/told-wishes.js'

interface Shown {
  readonly template: string
  readonly kind: string
  readonly class: string | null
}

/** All of them in the longer tests. */
const some = <T>(all: readonly T[]): readonly T[] => (LONG ? all : all.filter((_, i) => i % 4 === 1))

const LINES = Object.entries(WISHED_LINES)
const [LOCKED, EXEMPT] = ['tick <*> of scheduler', 'search for <*> took <*> ms'].map((template) =>
  signatureOf(1 + LINES.findIndex(([one]) => one === template)),
)

describe('a wish that a model reads', () => {
  let llm: FakeLlm
  let team: AskedTeam
  beforeAll(async () => {
    llm = await startFakeLlm()
    team = await startAskedTeam(llm, { 'history-seconds': 0, 'usd-per-gb': 0.25 })
    const patterns = LINES.map(([template, severity]) => ({ template, severity_distribution: { [severity]: 100 } }))
    const body = reportOf({}, patterns)
    expect((await team.api.call('post', '/api/v1/patterns/stats', { key: team.key, body })).status).toBe(202)
    await team.api.pending.flush()
    team.api.clock.millis += 120_000
    await team.setMode('suggest')
  })
  afterAll(async () => {
    expect(llm.refused).toEqual([])
    await team.api.close()
    await llm.close()
  })
  const wish = async (text: string) =>
    (await team.api.call('post', '/api/v1/wishes', { key: team.key, body: { text } })).json
  const apply = async (body: object) =>
    (await team.api.call('post', '/api/v1/wishes/apply', { key: team.key, body })).status
  const decided = async () => ({
    overrides: (await team.get('/api/v1/overrides')).overrides,
    budgets: (await team.get('/api/v1/budgets')).budgets,
  })
  const byTemplate = (some: readonly { template: string }[], of: (one: never) => string | null) =>
    Object.fromEntries(some.map((one) => [one.template, of(one as never)]))

  it('comes in forty ways and more', () => {
    expect(TOLD_WISHES.length).toBeGreaterThanOrEqual(40)
    expect(new Set(TOLD_WISHES.map(({ text }) => text)).size).toBe(TOLD_WISHES.length)
    expect(Object.keys(HOSTILE_DRAFTS).length).toBeGreaterThanOrEqual(15)
  })

  it.each(some(TOLD_WISHES))(
    'is the draft that is expected: $text',
    async ({ text, answer, asks, budget, ...expected }) => {
      llm.answer((user) => (user === text ? JSON.stringify(answer) : 'that is not what was said'))
      const seen = await wish(text)
      expect(seen.read_by).toBe('model')
      expect(byTemplate(seen.changes, (one: Shown) => one.class ?? one.kind)).toEqual(expected.changes ?? {})
      expect(byTemplate(seen.left_out, (one: { why: string }) => one.why)).toEqual(expected.leftOut ?? {})
      expect(seen.draft.budget).toEqual(budget ?? null)
      if (asks === undefined) expect(seen.questions).toEqual([])
      else expect(seen.questions).toEqual([expect.stringMatching(asks)])
      const isSomething = expected.changes !== undefined || budget !== undefined
      expect(seen.hash === null).toBe(asks !== undefined || !isSomething)
      expect(await decided()).toEqual({ overrides: [], budgets: [] })
    },
  )

  describe('and whose draft is hostile', () => {
    beforeAll(async () => {
      const put = async (path: string, body: object) =>
        expect((await team.api.call('put', `/api/v1/services/shop/${path}`, { key: team.key, body })).status).toBe(200)
      await put(`overrides/${LOCKED}/lock`, { rate: 0.5, reason: 'r' })
      await put(`overrides/${EXEMPT}/exemption`, { reason: 'r' })
    })

    it.each(some(Object.entries(HOSTILE_DRAFTS)))('is refused or clamped: %s', async (name, answer) => {
      const before = await decided()
      llm.answer(() => JSON.stringify(answer))
      const seen = await wish(`honestly, could it be better? ${name}`)
      for (const { template, kind, class: meaning } of seen.changes as Shown[]) {
        expect(WISHED_LINES[template]).toBe('INFO')
        expect([LOCKED, EXEMPT]).not.toContain(signatureOf(1 + LINES.findIndex(([one]) => one === template)))
        // What lowers is a label, and never of what words protect.
        if (kind === 'label') expect(['health_check', 'debug']).toContain(meaning)
        expect(template).not.toMatch(/logged in|role/)
      }
      expect(seen.draft.budget).toBeNull()
      expect(JSON.stringify(seen)).not.toMatch(/<img|evil|foreign/)
      // Not by a guess, and not with the hash of another draft either.
      const { draft } = seen
      expect(await apply({ draft, services: ['shop'], hash: '0'.repeat(32) })).toBe(409)
      if (seen.hash !== null)
        expect(await apply({ draft: { budget: null, wants: [] }, services: ['shop'], hash: seen.hash })).toBe(409)
      expect(await decided()).toEqual(before)
    })
  })
})
