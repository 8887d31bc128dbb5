import type { Policy } from 'lipservice/protocol'
import { describe, expect, it } from 'vitest'
import { FLAT_PROFILE } from '../../src/budgets/hour-profile.js'
import { modelOf, type PatternTraffic } from '../../src/rollouts/policy-model.js'
import { type ReplayInput, replay } from '../../src/rollouts/replay.js'
import { besides, canaryVerdict, errorSurge, overspend, underspend } from '../../src/rollouts/verdict.js'

const traffic = (signature: string, perMinute: number, rest: Partial<PatternTraffic> = {}): PatternTraffic => ({
  signature,
  severity: 'INFO',
  errorShare: 0,
  perMinute,
  cost: 100,
  ...rest,
})
const replayed = (policy: Partial<Policy>, rest: Partial<ReplayInput> = {}) =>
  replay({
    policy: { version: 1, ...policy },
    hours: Array.from({ length: 24 }, (_, i) => ({
      time: i * 3_600,
      traffic: [traffic('a', 6_000), traffic('b', 60)],
    })),
    instances: 2,
    profile: FLAT_PROFILE,
    now: 0,
    protectedSignatures: new Set(),
    incidentSignatures: new Set(),
    bytesPerDay: undefined,
    ...rest,
  })

describe('the model of a policy', () => {
  it('spends a budget and no more, on what says most', () => {
    const policy: Policy = { version: 1, budget: { bytes_per_second: 100 } }
    const patterns = [traffic('many', 60_000), traffic('few', 6)]
    const [many, few] = modelOf({ policy, traffic: patterns, instances: 10 })
    expect((many!.kept + few!.kept) * 100).toBeCloseTo(100 * 60 * 10, -3)
    expect(few!.p).toBeGreaterThan(many!.p)
  })

  it('keeps errors and what is kept whole, whatever the budget', () => {
    const policy: Policy = { version: 1, budget: { bytes_per_second: 1 }, keep_patterns: ['whole'] }
    const patterns = [traffic('whole', 1_000), traffic('errors', 1_000, { errorShare: 1 })]
    const outcomes = modelOf({ policy, traffic: patterns, instances: 1 })
    expect(outcomes.map(({ kept }) => Math.round(kept))).toEqual([1_000, 1_000])
  })

  it('follows rates by pattern, then by severity, then of all', () => {
    const policy = {
      version: 1,
      global_rate: 0.5,
      severity_rates: { WARNING: 0.25 },
      pattern_rates: { a: 0.125 },
    } as Policy
    const patterns = [
      traffic('a', 1e6, { severity: 'WARNING' }),
      traffic('b', 1e6, { severity: 'WARNING' }),
      traffic('c', 1e6),
    ]
    expect(modelOf({ policy, traffic: patterns, instances: 1 }).map(({ p }) => p)).toEqual([0.125, 0.25, 0.5])
  })
})

describe('a replay', () => {
  it('says what a day would have taken, and how far counts would have been off', () => {
    const result = replayed({ global_rate: 0.1 })
    expect(result.bytesPerDay).toBeCloseTo((6_000 + 60) * 100 * 1_440, 0)
    expect(result.keptBytesPerDay / result.bytesPerDay).toBeGreaterThan(0.099)
    expect(result.keptBytesPerDay / result.bytesPerDay).toBeLessThan(0.11)
    expect(result.worstError).toBeCloseTo(Math.sqrt(0.9 / (3_600 * 0.1)), 2)
    expect(result.problem).toBeUndefined()
  })

  it('says how far a budget would have been missed', () => {
    const { budgetError } = replayed({ budget: { bytes_per_second: 500 } }, { bytesPerDay: 86.4e6 })
    expect(Math.abs(budgetError!)).toBeLessThan(0.02)
  })

  it('refuses what thins a protected pattern', () => {
    expect(replayed({ global_rate: 0.1 }, { protectedSignatures: new Set(['b']) }).problem).toBe(
      'it thins protected patterns: b',
    )
    const kept = replayed({ global_rate: 0.1, keep_patterns: ['b'] }, { protectedSignatures: new Set(['b']) })
    expect(kept.problem).toBeUndefined()
  })

  it('refuses what would have left nothing of an incident', () => {
    const hours = [
      { time: 0, traffic: [traffic('a', 6_000), ...Array.from({ length: 500 }, (_, i) => traffic(`r${i}`, 0.02))] },
    ]
    const tiny = { budget: { bytes_per_second: 0.02 } }
    expect(replayed(tiny, { hours }).misses).toBeGreaterThan(100)
    expect(replayed(tiny, { hours, incidentSignatures: new Set(['r7']) }).problem).toBe(
      'it leaves nothing of patterns that took part in incidents: r7',
    )
  })
})

describe('a verdict', () => {
  const sums = (rest: object) => ({
    policyVersion: 1,
    reports: 10,
    overheadBytes: 0,
    seen: 100_000,
    kept: 10_000,
    bytes: 1e7,
    keptBytes: 1e6,
    errors: 100,
    guaranteed: 100,
    seconds: 600,
    ...rest,
  })

  it('on errors is a surge beyond chance and twice the usual share', () => {
    expect(errorSurge(sums({ errors: 1_000 }), sums({}))).toMatch(/1 % of its records are errors, 0.1 % otherwise/)
    expect(errorSurge(sums({ errors: 180 }), sums({}))).toBeUndefined()
    expect(errorSurge(sums({ seen: 100, errors: 4 }), sums({}))).toBeUndefined()
    expect(errorSurge(sums({ errors: 1_000 }), sums({ seen: 10, errors: 0 }))).toBeUndefined()
    expect(errorSurge(sums({ errors: 50 }), sums({ errors: 0 }))).toBeDefined()
  })

  it('on spending is more than a quarter too much', () => {
    expect(overspend(1.24, 1, 'bytes')).toBeUndefined()
    expect(overspend(1.26, 1, 'bytes')).toBe('it keeps 126 % of the bytes that were planned')
    expect(overspend(5, 0, 'bytes')).toBeUndefined()
  })

  it('on keeping is more than a quarter too little', () => {
    expect(underspend(0.076, 0.1, 'bytes')).toBeUndefined()
    expect(underspend(0.074, 0.1, 'bytes')).toBe('it keeps 7.4 % of the bytes, of which it should keep 10 %')
    expect(underspend(0, 0, 'bytes')).toBeUndefined()
    expect(underspend(0.5, Number.NaN, 'bytes')).toBeUndefined()
  })

  it('leaves out what must be kept, on all sides', () => {
    expect(besides(sums({ guaranteed: 10_000 }), 'bytes')).toEqual({ spent: 0, demand: 9e6, share: 0 })
    expect(besides(sums({ guaranteed: 0, overheadBytes: 1e5 }), 'bytes')).toEqual({
      spent: 1.1e6,
      demand: 1.1e7,
      share: 0.1,
    })
    const { spent, demand, share } = besides(sums({ guaranteed: 5_000 }), 'records')
    expect([spent, demand]).toEqual([5_000, 95_000])
    expect(share).toBeCloseTo(5 / 95)
  })

  it('on a canary waits for enough, and grants an instance with little traffic its whole budget', () => {
    const plan = { share: 0.1, bytes: 0 }
    expect(canaryVerdict(undefined, sums({}), plan).kind).toBe('too little')
    expect(canaryVerdict(sums({ seen: 500 }), sums({}), plan).kind).toBe('too little')
    expect(canaryVerdict(sums({}), sums({}), plan).kind).toBe('good')
    expect(canaryVerdict(sums({ keptBytes: 2e6 }), sums({}), plan).kind).toBe('bad')
    expect(canaryVerdict(sums({ keptBytes: 2e6 }), sums({}), { ...plan, bytes: 2e6 }).kind).toBe('good')
  })
})
