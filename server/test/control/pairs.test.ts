import { type Policy, parsePolicy } from 'lipservice/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.js'
import { targetsOf } from '../../src/control/division.js'
import { propose } from '../../src/control/proposal.js'
import { createServiceReader } from '../../src/control/service-reader.js'
import { controlSettingsOf } from '../../src/control/settings.js'
import { policyPatterns } from '../../src/policies/policy-patterns.js'
import { createPolicyVersions, type PolicyVersions } from '../../src/policies/policy-versions.js'
import type { OverrideKind } from '../../src/store/contracts/overrides.js'
import type { PatternName, Store } from '../../src/store/store.js'
import { COUNTS } from '../../src/store/tables.js'
import { openMemoryStore } from '../support/ready-databases.js'
import { entryOf, patternOf, pendingOf, signatureOf, TEN } from '../support/reports.js'

const HOUR = 3_600
const settings = controlSettingsOf(readConfig([], {}))
const [OWN, FORGED] = ['1111111111111111', '2222222222222222']
/** A pattern that is thinned, one that is kept whole, and somebody's texts that have their signatures. */
const BUSY = { signature: signatureOf(1), check: OWN }
const LIKE_BUSY = { signature: signatureOf(1), check: FORGED }
const GUARDED = { signature: signatureOf(2), check: OWN }
const LIKE_GUARDED = { signature: signatureOf(2), check: FORGED }

describe('a policy for a service in which two templates have one signature', () => {
  let store: Store
  let team: number
  let id: number
  let versions: PolicyVersions
  let now = TEN + 2 * HOUR
  let sequence = 0
  beforeEach(async () => {
    store = await openMemoryStore()
    team = await store.keys.ensureTeam('t', TEN)
    id = (await store.services.ensure(team, 'shop', TEN, 10))!
    versions = createPolicyVersions(store, () => now * 1000)
    now = TEN + 2 * HOUR
    sequence = 0
  })
  afterEach(() => store.close())

  async function logged(name: PatternName, records: number, kind = 'unknown', firstSeen = TEN): Promise<void> {
    const pattern = patternOf(id, Number.parseInt(name.signature, 16), { ...name, class: kind, firstSeen })
    const report = pendingOf([pattern], { sequence: sequence++, from: now - HOUR, at: now - 600 })
    const counts = Float64Array.from([records, records, records * 200, records * 200, 0])
    expect(counts).toHaveLength(COUNTS.length)
    await store.counters.add([{ ...report, counts }], [pattern])
  }

  /** Makes the next policy, and puts it in force. */
  async function policy(): Promise<ReturnType<typeof policyPatterns> & { readonly document: Policy }> {
    const reader = createServiceReader(store, versions, settings, () => now * 1000)
    const service = (await store.services.get(team, 'shop'))!
    const state = await reader.read(service, new Map())
    const budget = {
      teamId: team,
      service: 'shop',
      unit: 'gb_per_day',
      amount: 0.1,
      updatedAt: 0,
      updatedBy: 'k',
    } as const
    const target = targetsOf([state], [budget], 0.25, now).get(state)!
    const base = state.current.active && (JSON.parse(state.current.active.document) as Policy)
    const { document } = propose({ state, target, settings, now, base, changes: new Map(), rates: 'at once' })
    const how = { kind: 'adjustment', stage: 'active', by: 'allocator', reason: 'r' } as const
    const answer = await versions.add(team, 'shop', document, how)
    if (answer.kind !== 'put') throw new Error(JSON.stringify(answer))
    const parsed = parsePolicy(JSON.parse(answer.policy.document))
    if (!parsed.ok) throw new Error(parsed.problem)
    return { ...policyPatterns(parsed.value), document: parsed.value }
  }

  const override = (name: PatternName, kind: OverrideKind, rate = 1) =>
    store.overrides.set(
      {
        teamId: team,
        service: 'shop',
        ...name,
        kind,
        rate,
        reason: 'r',
        createdAt: now,
        createdBy: 'k',
        expiresAt: undefined,
      },
      entryOf(team),
    )

  it.each([
    ['seldom', 10],
    ['in floods', 10_000_000],
  ])('keeps rate and class of each, where one comes later, %s', async (_, records) => {
    await logged(BUSY, 1_000_000)
    await logged(GUARDED, 60, 'security')
    const before = await policy()
    expect(before.rateOf(BUSY)).toBeLessThan(1)
    expect(before.keepsWhole(GUARDED)).toBe(true)
    await logged(LIKE_BUSY, records, 'security', now)
    await logged(LIKE_GUARDED, records, 'unknown', now)
    const after = await policy()
    expect(after.rateOf(BUSY)).toBeLessThan(1)
    expect(after.keepsWhole(BUSY)).toBe(false)
    expect(after.rateOf(LIKE_BUSY)).toBeUndefined()
    expect(after.keepsWhole(GUARDED)).toBe(true)
    expect(after.rateOf(GUARDED)).toBeUndefined()
    expect(after.keepsWhole(LIKE_GUARDED)).toBe(false)
  })

  it('gives no rate of one to another that came before it, nor a class', async () => {
    await logged(LIKE_BUSY, 10, 'security')
    await logged(LIKE_GUARDED, 10, 'unknown')
    await policy()
    await logged(BUSY, 1_000_000)
    await logged(GUARDED, 60, 'security')
    const after = await policy()
    expect([after.keepsWhole(BUSY), after.keepsWhole(GUARDED)]).toEqual([false, true])
    expect(after.rateOf(GUARDED)).toBeUndefined()
  })

  it('holds a lock and an exemption to the pattern that they name', async () => {
    await logged(LIKE_BUSY, 1_000)
    await logged(BUSY, 1_000_000)
    await logged(GUARDED, 1_000_000)
    await logged(LIKE_GUARDED, 1_000_000)
    await override(BUSY, 'lock', 0.77)
    await override(GUARDED, 'exemption')
    const made = await policy()
    expect([made.rateOf(BUSY), made.rateOf(LIKE_BUSY)]).toEqual([0.77, undefined])
    expect([made.keepsWhole(GUARDED), made.keepsWhole(LIKE_GUARDED)]).toEqual([true, false])
  })

  it('holds those without a check to all that have the signature', async () => {
    for (const name of [BUSY, LIKE_BUSY, GUARDED, LIKE_GUARDED]) await logged(name, 1_000_000)
    await override({ ...BUSY, check: '' }, 'lock', 0.77)
    await override({ ...GUARDED, check: '' }, 'exemption')
    const made = await policy()
    expect([made.rateOf(BUSY), made.rateOf(LIKE_BUSY)]).toEqual([0.77, 0.77])
    expect([made.keepsWhole(GUARDED), made.keepsWhole(LIKE_GUARDED)]).toEqual([true, true])
  })

  it('is one that SDKs take, however many texts have the signature of an exempt pattern', async () => {
    const made = Array.from({ length: 12_000 }, (_, i) =>
      patternOf(id, 2, { check: (i + 1).toString(16).padStart(16, 'f') }),
    )
    await store.counters.add([pendingOf(made, { at: now - 600 })], made)
    await override({ ...GUARDED, check: '' }, 'exemption')
    await logged(GUARDED, 1_000)
    const { document } = await policy()
    expect(document.keep_patterns!.length).toBeGreaterThan(1_000)
    expect(document.keep_patterns!.length).toBeLessThanOrEqual(10_000)
  })

  it('is the same the next time, as long as nothing changes', async () => {
    for (const name of [BUSY, LIKE_BUSY, GUARDED, LIKE_GUARDED]) await logged(name, 1_000_000)
    const [{ document: first }, { document: second }] = [await policy(), await policy()]
    const { pattern_rates, pattern_values, keep_patterns, pattern_checks } = first
    expect(second).toMatchObject({ pattern_rates, pattern_values, keep_patterns, pattern_checks })
  })
})
