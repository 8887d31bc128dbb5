import { beforeEach, describe, expect, it } from 'vitest'
import { KeyRing } from '../../src/keys/key-ring.js'
import type { Store } from '../../src/store/store.js'
import { openMemoryStore } from '../support/ready-databases.js'
import { TEN } from '../support/reports.js'

describe('the key ring', () => {
  let store: Store
  let team: number
  let millis: number
  let elapsed: number
  let ring: KeyRing
  beforeEach(async () => {
    store = await openMemoryStore()
    team = await store.keys.ensureTeam('t', TEN)
    millis = TEN * 1_000
    elapsed = 0
    ring = new KeyRing(
      store.keys,
      () => millis,
      () => elapsed,
    )
    return () => store.close()
  })

  it('knows who has a key, and tells nothing of any other text', async () => {
    const { key, text } = await ring.create(team, 'n', ['read', 'ingest'], 'test')
    expect(await ring.identify(text)).toEqual({ keyId: key.id, teamId: team, scopes: ['read', 'ingest'], keyName: 'n' })
    const flipped = text.slice(0, -1) + (text.endsWith('0') ? '1' : '0')
    for (const other of ['', 'lsk_', flipped, `${text}0`, text.toUpperCase(), text.replace(key.id, '0'.repeat(16))])
      expect(await ring.identify(other), other).toBeUndefined()
  })

  it('keeps no secret, in the keys or in the audit', async () => {
    const { text } = await ring.create(team, 'n', ['read'], 'test')
    const secret = text.split('_')[2]!
    expect(JSON.stringify(await store.keys.list(team))).not.toContain(secret)
    expect(JSON.stringify(await store.audit.list(team, undefined, 10))).not.toContain(secret)
  })

  it('says who made a key and who revoked it, once', async () => {
    const { key } = await ring.create(team, 'of the fleet', ['ingest'], 'k1')
    for (const by of ['k2', 'k3']) expect(await ring.revoke(team, key.id, by)).toBe(true)
    expect(await ring.revoke(team + 1, key.id, 'k4')).toBe(false)
    expect(await ring.revoke(team, 'unknown', 'k5')).toBe(false)
    const entries = await store.audit.list(team, undefined, 10)
    expect(entries.map(({ actor, action, detail }) => [actor, action, detail])).toEqual([
      ['k2', 'key.revoked', { id: key.id }],
      ['k1', 'key.created', { id: key.id, name: 'of the fleet', scopes: ['ingest'] }],
    ])
  })

  it('refuses a revoked key at once, and one that another replica revoked within seconds', async () => {
    const [here, elsewhere] = [
      await ring.create(team, 'a', ['read'], 'test'),
      await ring.create(team, 'b', ['read'], 'test'),
    ]
    for (const { text } of [here, elsewhere]) expect(await ring.identify(text)).toBeDefined()
    await ring.revoke(team, here.key.id, 'test')
    expect(await ring.identify(here.text)).toBeUndefined()
    await new KeyRing(
      store.keys,
      () => millis,
      () => elapsed,
    ).revoke(team, elsewhere.key.id, 'test')
    expect(await ring.identify(elsewhere.text)).toBeDefined()
    // A wall clock that is set back keeps no key.
    millis -= 3_600_000
    elapsed += 5_000
    expect(await ring.identify(elsewhere.text)).toBeUndefined()
  })
})
