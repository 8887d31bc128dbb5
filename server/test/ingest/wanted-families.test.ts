import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'

const SEARCH = { template: 'search <+>', severity: 'INFO' }

describe('word families that the server was told', () => {
  let api: ApiUnderTest
  let key: string
  beforeEach(async () => {
    api = await startApi()
    key = await api.keyOf('t', 'ingest', 'admin')
  })
  afterEach(() => api.close())
  async function report(instance_id: string, sequence: number, rest: object = {}) {
    const { status, json } = await api.call('post', '/api/v1/patterns/stats', {
      key,
      body: reportOf({ instance_id, sequence, ...rest }),
    })
    expect(status).toBe(202)
    await api.pending.flush()
    return json.families_wanted as boolean | undefined
  }
  const stored = async () => {
    const team = await api.store.keys.ensureTeam('t', 0)
    const id = await api.store.services.find(team, 'shop')
    return (await api.store.families.of(id!)).map(({ template }) => template)
  }

  it('are not asked for of those that begin to report, nor twice of anybody', async () => {
    for (const sequence of [0, 1, 2]) expect(await report('new', sequence)).toBeUndefined()
    expect(await report('there before', 7)).toBe(true)
    expect(await report('there before', 8)).toBeUndefined()
  })

  it('are asked for of every instance once the service was removed, and of none where they are known', async () => {
    await report('a', 0, { word_families: [SEARCH] })
    await report('b', 0)
    expect(await stored()).toEqual(['search <+>'])
    const team = await api.store.keys.ensureTeam('t', 0)
    api.catalog.forget(team, 'shop')
    for (const instance of ['a', 'b']) expect(await report(instance, 1)).toBeUndefined()
    expect((await api.call('delete', '/api/v1/services/shop?reason=x', { key })).status).toBe(204)
    expect(await report('a', 2)).toBe(true)
    expect(await report('a', 3, { word_families: [SEARCH] })).toBeUndefined()
    expect(await report('b', 2)).toBe(true)
    expect(await stored()).toEqual(['search <+>'])
  })

  it('are asked for of a bounded number of instances', async () => {
    let asked = 0
    for (let i = 0; i < 1_100; i++) {
      const { json } = await api.call('post', '/api/v1/patterns/stats', {
        key,
        body: reportOf({ instance_id: `i${i}`, sequence: 3 }),
      })
      if (json.families_wanted) asked++
    }
    expect(asked).toBe(1_024)
  })

  it('are left out where no database could hold them, and cost the report nothing', async () => {
    const odd = ['\0 <+>', 'a\ud800 <+>', 'a\0b <+>'].map((template) => ({ template, severity: 'INFO' }))
    await report('a', 0, { word_families: [...odd, SEARCH] })
    expect(await stored()).toEqual(['search <+>'])
  })

  it.each([
    { template: 'search', severity: 'INFO' },
    { template: '<+>', severity: 'INFO' },
    { template: 'a <+> <+>', severity: 'INFO' },
    { template: 'search <+>', severity: 'ERROR' },
    { template: 'search <+>', severity: 'INFO', exempt: [{ signature: 'x' }] },
  ])('are refused with their report where they are none: %o', async (family) => {
    const body = reportOf({ word_families: [family] })
    const { status } = await api.call('post', '/api/v1/patterns/stats', { key, body })
    expect(status).toBe(422)
  })
})
