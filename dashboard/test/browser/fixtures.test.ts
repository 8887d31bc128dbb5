import { beforeAll, describe, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmeFiles, serveAcme } from '../support/acme-page.js'

async function answerOf(url: string, key: string, path: string) {
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } })
  expect(response.status, path).toBe(200)
  return response.json()
}

describe.runIf(LONG)('what pages are tested with', () => {
  let acme: AcmeFiles
  beforeAll(async () => {
    acme = await madeOnce('acme')
  })

  it('is a shop that has something of everything that a screen shows', async () => {
    const page = await serveAcme(acme)
    const get = (path: string) => answerOf(page.url, page.fleet.keys.read, path)
    const { services } = await get('/api/v1/services')
    const of = (name: string) => services.find((one: { name: string }) => one.name === name)
    expect(services).toHaveLength(7)
    expect(of('checkout-api').open_incident).toEqual(expect.any(Number))
    expect(of('search-api').candidate).toMatchObject({ stage: 'canary' })
    expect(of('notifications').policy).toMatchObject({ kind: 'rollback' })
    const patterns = services.reduce((sum: number, one: { patterns: number }) => sum + one.patterns, 0)
    expect(patterns).toBeGreaterThan(100)
    expect((await get('/api/v1/budgets')).budgets.length).toBeGreaterThan(4)
    const { overrides } = await get('/api/v1/overrides')
    expect(overrides.map(({ kind }: { kind: string }) => kind).toSorted()).toEqual(['exemption', 'label', 'lock'])
    expect((await get('/api/v1/audit?by=people&limit=100')).entries.length).toBeGreaterThan(12)
    const { versions } = await get('/api/v1/policies/auth-service/history?limit=100')
    expect(versions.map(({ stage }: { stage: string }) => stage)).toContain('rejected')
    const before = (await get('/api/v1/pulse')).last_report_at
    await page.fleet.step(60)
    expect((await get('/api/v1/pulse')).last_report_at).toBe(before + 60)
    await page.close()
  })
})
