import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KnownService } from '../../src/ingest/known-service.js'
import { ServiceCatalog } from '../../src/ingest/service-catalog.js'
import type { Store } from '../../src/store/store.js'
import { openMemoryStore } from '../support/ready-databases.js'
import { entryOf, patternOf, pendingOf, signatureOf, TEN } from '../support/reports.js'

const HOUR = 3_600

describe('the service catalog', () => {
  let store: Store
  let team: number
  let catalog: ServiceCatalog
  beforeEach(async () => {
    store = await openMemoryStore()
    team = await store.keys.ensureTeam('t', TEN)
    catalog = new ServiceCatalog(store, { servicesPerTeam: 2, patternsPerService: 3 })
  })
  afterEach(() => store.close())

  async function serviceOf(name: string, at = TEN, from = catalog): Promise<KnownService> {
    const service = await from.service(team, name, at)
    if (typeof service === 'string') throw new Error(service)
    return service
  }
  const seen = (i: number) => ({ signature: signatureOf(i), template: `thing ${i}`, severity: 'INFO' })

  it('knows what another replica counted: patterns, and reasons of newer SDKs', async () => {
    const id = (await store.services.ensure(team, 'shop', TEN, 10))!
    const patterns = [patternOf(id, 1)]
    const keptByReason = new Map([['of_a_newer_sdk', 1]])
    await store.counters.add([pendingOf(patterns, { keptByReason })], patterns)
    const service = await serviceOf('shop')
    expect([...service.patterns].map(({ signature }) => signature)).toEqual([signatureOf(1)])
    const many = Array.from({ length: 60 }, (_, i) => [`made_up_${i}`, 1])
    expect(service.reasons.count(Object.fromEntries(many)).size).toBe(16)
    expect(service.reasons.count({ of_a_newer_sdk: 2 })).toEqual(new Map([['of_a_newer_sdk', 2]]))
  })

  it('has no more services of a team and patterns of a service than it may', async () => {
    expect(await catalog.service(team, 'a', TEN)).toBeDefined()
    const service = await serviceOf('b')
    expect(await catalog.service(team, 'c', TEN)).toBe('too-many-services')
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

  it('counts two templates of one signature each as itself, whichever came first', async () => {
    const [own, forged] = [
      { ...seen(1), check: '1111111111111111' },
      { ...seen(1), template: 'forged', check: '2222222222222222' },
    ]
    for (const [name, order] of [
      ['a', [own, forged]],
      ['b', [forged, own]],
    ] as const) {
      const service = await serviceOf(name)
      const [one, two] = order.map((each) => catalog.pattern(service, each, TEN, '1.0.0'))
      expect([one, two]).toMatchObject(order)
      expect(one!.key).not.toBe(two!.key)
      for (const each of order) expect(catalog.pattern(service, each, TEN, '1.0.0')).toMatchObject(each)
    }
  })

  it('counts what an older SDK says no check of as the only pattern of its signature, else as one without a check', async () => {
    const service = await serviceOf('a')
    const one = catalog.pattern(service, { ...seen(1), check: '1111111111111111' }, TEN, '1.0.0')
    expect(catalog.pattern(service, seen(1), TEN, '1.0.0')).toBe(one)
    const two = catalog.pattern(service, { ...seen(1), check: '2222222222222222' }, TEN, '1.0.0')
    const unchecked = catalog.pattern(service, seen(1), TEN, '1.0.0')
    expect(unchecked).toMatchObject({ check: '', key: signatureOf(1) })
    expect(new Set([one, two, unchecked]).size).toBe(3)
  })

  it('takes no pattern for news that older SDKs have reported', async () => {
    const service = await serviceOf('a')
    catalog.pattern(service, seen(1), TEN, '1.0.0')
    const checked = catalog.pattern(service, { ...seen(1), check: '1111111111111111' }, TEN + HOUR, '2.0.0')
    expect(checked).toMatchObject({ firstSeen: TEN, firstVersion: '1.0.0', check: '1111111111111111' })
  })

  it('says what is counted together in its own words, whoever reports its signature', async () => {
    const service = await serviceOf('a')
    const named = { signature: signatureOf(0), template: 'mine', severity: 'INFO' }
    expect(catalog.pattern(service, named, TEN, '1.0.0')).toMatchObject({ template: '__other__', check: '' })
  })

  it('lets go of a service that nobody reports for, and reads it anew', async () => {
    const service = await serviceOf('a')
    await catalog.tidy(TEN + HOUR)
    expect(await serviceOf('a')).toBe(service)
    await catalog.tidy(TEN + HOUR + 1)
    const again = await serviceOf('a', TEN + HOUR + 1)
    expect(again).not.toBe(service)
    expect(again.id).toBe(service.id)
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

  it('keeps all teams and services within one bound of memory, and lets go of the longest unused', async () => {
    const held = new Set<number>()
    const limits = { servicesPerTeam: 100, patternsPerService: 1_000, bytes: 100_000 }
    const bounded = new ServiceCatalog(store, limits, (id) => held.has(id))
    const fill = async (name: string, at: number) => {
      const service = await serviceOf(name, at, bounded)
      for (let i = 0; i < 50; i++) bounded.pattern(service, { ...seen(i), template: 'x'.repeat(200) }, at, undefined)
      return service
    }
    const first = await fill('s0', TEN)
    const oneAlone = bounded.bytes
    for (let i = 1; i < 40; i++) {
      await fill(`s${i}`, TEN + i)
      expect(bounded.bytes).toBeLessThanOrEqual(limits.bytes + oneAlone)
    }
    expect(await serviceOf('s39', TEN + 40, bounded)).toMatchObject({ patterns: { size: 50 } })
    expect(await serviceOf('s0', TEN + 40, bounded)).not.toBe(first)
    for (const name of ['s50', 's51', 's52']) held.add((await fill(name, TEN + 50)).id)
    const answers = await Promise.all(['s53', 's54'].map((name) => bounded.service(team, name, TEN + 51)))
    expect(answers).toEqual(['no-memory', 'no-memory'])
    held.clear()
    expect(await bounded.service(team, 's53', TEN + 60)).toMatchObject({ patterns: { size: 0 } })
  })

  it('has one service as large as it may be, whatever the bound', async () => {
    const bounded = new ServiceCatalog(store, { servicesPerTeam: 9, patternsPerService: 1_000, bytes: 1 })
    const service = await serviceOf('a', TEN, bounded)
    for (let i = 0; i < 50; i++) bounded.pattern(service, seen(i), TEN, undefined)
    expect(await serviceOf('a', TEN + 1, bounded)).toBe(service)
  })

  it('forgets a service that was removed, here or by another replica', async () => {
    const entry = entryOf(team, { service: 'a' })
    for (const forget of [async () => catalog.forget(team, 'a'), () => catalog.tidy(TEN)]) {
      const service = await serviceOf('a')
      expect(await store.services.remove(team, 'a', entry)).toBe(true)
      await forget()
      expect((await serviceOf('a')).id).not.toBe(service.id)
    }
    expect(catalog.bytes).toBe(0)
  })

  it('counts reports of this minute and the last', async () => {
    const service = await serviceOf('a')
    expect([TEN, TEN, TEN + 59, TEN + 60, TEN + 61].map((at) => service.reportsAt(at))).toEqual([1, 2, 3, 3, 3])
    expect(service.reportsAt(TEN + 200)).toBe(1)
  })
})
