import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ServiceCatalog } from '../../src/ingest/service-catalog.js'
import { openStore } from '../../src/store/open-store.js'
import type { Store } from '../../src/store/store.js'
import { patternOf, pendingOf, signatureOf, TEN } from '../support/reports.js'

const HOUR = 3_600

describe('the service catalog', () => {
  let store: Store
  let team: number
  let catalog: ServiceCatalog
  beforeEach(async () => {
    store = await openStore({ database: ':memory:', connections: 2, onError: () => {} })
    team = await store.keys.ensureTeam('t', TEN)
    catalog = new ServiceCatalog(store, { servicesPerTeam: 2, patternsPerService: 3 })
  })
  afterEach(() => store.close())

  const seen = (i: number) => ({ signature: signatureOf(i), template: `thing ${i}`, severity: 'INFO' })

  it('knows what another replica counted: patterns, and reasons of newer SDKs', async () => {
    const id = (await store.services.ensure(team, 'shop', TEN, 10))!
    const patterns = [patternOf(id, 1)]
    const keptByReason = new Map([['of_a_newer_sdk', 1]])
    await store.counters.add([pendingOf(patterns, { keptByReason })], patterns)
    const service = (await catalog.service(team, 'shop', TEN))!
    expect([...service.patterns.keys()]).toEqual([signatureOf(1)])
    const many = Array.from({ length: 60 }, (_, i) => [`made_up_${i}`, 1])
    expect(service.reasons.count(Object.fromEntries(many)).size).toBe(16)
    expect(service.reasons.count({ of_a_newer_sdk: 2 })).toEqual(new Map([['of_a_newer_sdk', 2]]))
  })

  it('has no more services of a team and patterns of a service than it may', async () => {
    expect(await catalog.service(team, 'a', TEN)).toBeDefined()
    const service = (await catalog.service(team, 'b', TEN))!
    expect(await catalog.service(team, 'c', TEN)).toBeUndefined()
    const patterns = [1, 2, 3, 4, 5].map((i) => catalog.pattern(service, seen(i), TEN, '1.0.0'))
    expect(patterns.map(({ template }) => template)).toEqual([
      'thing 1',
      'thing 2',
      'thing 3',
      '__other__',
      '__other__',
    ])
    expect(patterns[3]).toBe(patterns[4])
    expect(catalog.pattern(service, seen(2), TEN, '1.0.0')).toBe(patterns[1])
  })

  it('counts a template that has the signature of another as neither', async () => {
    const service = (await catalog.service(team, 'a', TEN))!
    const own = catalog.pattern(service, { ...seen(1), check: '1111111111111111' }, TEN, '1.0.0')
    const forged = { ...seen(1), template: 'forged', check: '2222222222222222' }
    expect(catalog.pattern(service, forged, TEN, '1.0.0')).toMatchObject({ template: '__other__' })
    expect(catalog.pattern(service, forged, TEN, '1.0.0').check).toBeUndefined()
    expect(catalog.pattern(service, { ...seen(1), check: '1111111111111111' }, TEN, '1.0.0')).toBe(own)
    expect(catalog.pattern(service, seen(1), TEN, '1.0.0')).toBe(own)
    expect(own).toMatchObject({ template: 'thing 1', check: '1111111111111111' })
  })

  it('learns the check of a pattern that an older SDK has reported', async () => {
    const service = (await catalog.service(team, 'a', TEN))!
    const own = catalog.pattern(service, seen(1), TEN, '1.0.0')
    own.writtenAt = TEN
    expect(catalog.pattern(service, { ...seen(1), check: '1111111111111111' }, TEN, '1.0.0')).toBe(own)
    expect(own).toMatchObject({ check: '1111111111111111', writtenAt: 0 })
  })

  it('gives what is counted together no check, whoever says one', async () => {
    const service = (await catalog.service(team, 'a', TEN))!
    const named = { signature: signatureOf(0), template: '', severity: 'INFO', check: '1111111111111111' }
    expect(catalog.pattern(service, named, TEN, '1.0.0').check).toBeUndefined()
    expect(catalog.pattern(service, named, TEN, '1.0.0').check).toBeUndefined()
  })

  it('lets go of a service that nobody reports for, and reads it anew', async () => {
    const service = await catalog.service(team, 'a', TEN)
    await catalog.forgetIdle(TEN + HOUR)
    expect(await catalog.service(team, 'a', TEN)).toBe(service)
    await catalog.forgetIdle(TEN + HOUR + 1)
    const again = await catalog.service(team, 'a', TEN + HOUR + 1)
    expect(again).not.toBe(service)
    expect(again!.id).toBe(service!.id)
  })

  it('asks again where the database failed', async () => {
    const { ensure } = store.services
    const services = store.services as { ensure: typeof ensure }
    services.ensure = async () => {
      throw new Error('the database is away')
    }
    await expect(catalog.service(team, 'a', TEN)).rejects.toThrow('away')
    services.ensure = ensure
    expect(await catalog.service(team, 'a', TEN)).toBeDefined()
  })

  it('counts reports of this minute and the last', async () => {
    const service = (await catalog.service(team, 'a', TEN))!
    expect([TEN, TEN, TEN + 59, TEN + 60, TEN + 61].map((at) => service.reportsAt(at))).toEqual([1, 2, 3, 3, 3])
    expect(service.reportsAt(TEN + 200)).toBe(1)
  })
})
