import { beforeEach, describe, expect, it } from 'vitest'
import { CurrentPolicies } from '../../src/policies/current-policies.js'
import type { StoredPolicy } from '../../src/store/store.js'
import { TEN } from '../support/reports.js'

const policyOf = (version: number, stage: StoredPolicy['stage']): StoredPolicy => ({
  version,
  document: '{}',
  kind: 'operator',
  stage,
  stageAt: TEN,
  stageReason: 'because',
  stages: [],
  canaryShare: 0,
  forecast: undefined,
  createdAt: TEN,
  createdBy: 'k',
  restoredFrom: undefined,
})

describe('current policies', () => {
  let millis: number
  let stored: StoredPolicy[]
  let reads: number
  let isAway: boolean
  let policies: CurrentPolicies
  beforeEach(() => {
    ;[millis, reads, isAway] = [TEN * 1_000, 0, false]
    stored = [policyOf(3, 'canary'), policyOf(2, 'active')]
    const current = async () => {
      reads++
      if (isAway) throw new Error('the database is away')
      return stored
    }
    policies = new CurrentPolicies({ current }, () => millis)
  })

  it('are the active one, the one on its way, and the highest version of both', async () => {
    const { active, candidate, newest } = await policies.of(1, 'shop')
    expect([active?.version, candidate?.version, newest]).toEqual([2, 3, 3])
    stored = []
    expect(await policies.of(1, 'other')).toEqual({ active: undefined, candidate: undefined, newest: 0 })
  })

  it('are read once a second, and at once after a change', async () => {
    for (let i = 0; i < 10; i++) await policies.of(1, 'shop')
    expect(reads).toBe(1)
    await policies.of(2, 'shop')
    expect(reads).toBe(2)
    policies.forget(1, 'shop')
    await policies.of(1, 'shop')
    expect(reads).toBe(3)
    millis += 1_000
    await policies.of(1, 'shop')
    expect(reads).toBe(4)
  })

  it('are served from memory while they are read anew in the background', async () => {
    await policies.lately(1, 'shop')
    stored = [policyOf(4, 'active')]
    millis += 2_999
    expect((await policies.lately(1, 'shop')).newest).toBe(3)
    expect(reads).toBe(1)
    millis += 1
    expect((await policies.lately(1, 'shop')).newest).toBe(3)
    expect(reads).toBe(2)
    // The read under way.
    await policies.of(1, 'shop')
    expect((await policies.lately(1, 'shop')).newest).toBe(4)
    expect(reads).toBe(2)
  })

  it('are served while the database is away, for ten seconds', async () => {
    await policies.lately(1, 'shop')
    isAway = true
    for (let seconds = 1; seconds < 10; seconds++) {
      millis += 1_000
      expect((await policies.lately(1, 'shop')).newest).toBe(3)
    }
    millis += 1_000
    await expect(policies.lately(1, 'shop')).rejects.toThrow('away')
    isAway = false
    expect((await policies.lately(1, 'shop')).newest).toBe(3)
  })

  it('are those of so many services at most that memory is bounded', async () => {
    for (let i = 0; i < 10_001; i++) await policies.of(1, `service ${i}`)
    expect(reads).toBe(10_001)
    await policies.of(1, 'service 0')
    expect(reads).toBe(10_002)
  })

  it('are those of fewer services where their documents are large: the one read the longest ago leaves first', async () => {
    const document = 'x'.repeat(1024 * 1024)
    stored = [{ ...policyOf(1, 'active'), document }]
    const services = Array.from({ length: 65 }, (_, i) => `service ${i}`)
    for (const service of services) await policies.of(1, service)
    await policies.of(1, 'service 1')
    expect(reads).toBe(65)
    await policies.of(1, 'service 0')
    expect(reads).toBe(66)
    // What is forgotten leaves its room to others.
    for (const service of services.slice(0, 10)) policies.forget(1, service)
    for (const service of services.slice(0, 9)) await policies.of(1, service)
    expect(reads).toBe(75)
    for (const service of services.slice(20)) await policies.of(1, service)
    expect(reads).toBe(75)
  })
})
