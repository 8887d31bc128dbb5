import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TraceHash } from '../../src/sampling/trace-hash.js'
import { traceKeyOf } from '../../src/sampling/trace-key.js'
import { CONSISTENT_RECORDS_PER_TRACE, TraceTable } from '../../src/sampling/trace-table.js'
import { seededRandom } from '../../src/testing.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'
import { atTier, LONG } from '../support/tier.js'
import { wordOf } from './traffic.js'

const KEY = traceKeyOf('a key that nobody outside knows')
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const traceIds = fc.stringMatching(/^[0-9a-f]{32}$/).filter((id) => !/^0+$/.test(id))
const draws = { plan: { probabilityAt: () => 1, boost: 1 }, factor: 1 }

function hashOf(traceId: string, key = KEY): TraceHash {
  const hash = new TraceHash(key)
  expect(hash.take(traceId)).toBe(true)
  return hash
}

describe('the randomness of a trace', () => {
  it('refuses what is not a valid trace id', () => {
    const hash = new TraceHash(KEY)
    for (const bad of [
      undefined,
      null,
      7,
      {},
      '',
      'abc',
      '0'.repeat(32),
      'g'.repeat(32),
      `${'a'.repeat(31)}\u{1f600}`,
    ]) {
      expect(hash.take(bad)).toBe(false)
    }
  })

  it('lies in [0, 1), is the same wherever the key is, and in either case of letters', () => {
    fc.assert(
      fc.property(traceIds, (id) => {
        const { randomness } = hashOf(id)
        expect(randomness).toBeGreaterThanOrEqual(0)
        expect(randomness).toBeLessThan(1)
        expect(hashOf(id).randomness).toBe(randomness)
        expect(hashOf(id.toUpperCase()).randomness).toBe(randomness)
      }),
    )
  })

  it('is uniform over ids that somebody has chosen, and says nothing without the key', () => {
    const BUCKETS = 20
    const chosen = Array.from({ length: 20_000 }, (_, i) => `${'f'.repeat(24)}${i.toString(16).padStart(8, '0')}`)
    const hash = new TraceHash(KEY)
    const other = new TraceHash(traceKeyOf('another key, of another app'))
    const counts = new Array<number>(BUCKETS).fill(0)
    let products = 0
    for (const id of chosen) {
      hash.take(id)
      other.take(id)
      counts[Math.floor(hash.randomness * BUCKETS)]!++
      products += (hash.randomness - 0.5) * (other.randomness - 0.5)
    }
    const expected = chosen.length / BUCKETS
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(chiSquare).toBeLessThan(50)
    expect(Math.abs((12 * products) / chosen.length)).toBeLessThan(4.9 / Math.sqrt(chosen.length))
  })
})

describe('the table of traces', () => {
  it('draws 32 records of a pattern and 64 in all by the trace', () => {
    const table = new TraceTable()
    const hash = hashOf(TRACE)
    const byTrace = (pattern: number, records: number) =>
      Array.from({ length: records }, () => table.drawsOf(hash, pattern, 0, () => draws)).filter(Boolean).length
    expect(byTrace(1, 40)).toBe(32)
    expect([2, 3, 4, 5, 6].reduce((sum, pattern) => sum + byTrace(pattern, 20), 0)).toBe(
      CONSISTENT_RECORDS_PER_TRACE - 40,
    )
  })

  it('goes by what held at the first record, and by blocks once the id is a minute old', () => {
    const table = new TraceTable()
    const hash = hashOf(TRACE)
    expect(table.drawsOf(hash, 1, 0, () => draws)).toBe(draws)
    const later = { ...draws, factor: 0.5 }
    expect(table.drawsOf(hash, 2, 59_999, () => later)).toBe(draws)
    expect(table.drawsOf(hash, 2, 60_000, () => later)).toBeUndefined()
    expect(table.drawsOf(hash, 2, 600_000, () => later)).toBeUndefined()
  })

  it('leaves a slot to its trace while that logs, and gives it to another afterwards', () => {
    const table = new TraceTable()
    const hashes = new TraceHash(KEY)
    const slotOf = (id: string) => hashes.take(id) && hashes.low & 0x7fff
    const own = slotOf(TRACE)
    const rival = Array.from({ length: 400_000 }, (_, i) => (i + 1).toString(16).padStart(32, '0')).find(
      (id) => slotOf(id) === own,
    )!
    expect(table.drawsOf(hashOf(TRACE), 1, 0, () => draws)).toBeDefined()
    expect(table.drawsOf(hashOf(rival), 1, 9_999, () => draws)).toBeUndefined()
    expect(table.drawsOf(hashOf(rival), 1, 10_000, () => draws)).toBeDefined()
    expect(table.drawsOf(hashOf(TRACE), 1, 10_001, () => draws)).toBeUndefined()
  })
})

const BUDGET = 10
const PER_SECOND = 200
const MINUTES = atTier({ test: 4, long: 8, soak: 60 })
const hex = (random: () => number) => Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')

/** Ids that somebody chooses, given what he may know: all but the key. */
const ATTACKS: Record<string, (random: () => number) => (i: number) => string> = {
  'ids that would have been kept whatever the rate': () => (i) =>
    `${'0'.repeat(16)}ffffffff${i.toString(16).padStart(8, '0')}`,
  'ids that would have been dropped': () => (i) => `${'f'.repeat(16)}00000000${(i + 1).toString(16).padStart(8, '0')}`,
  'one id for ever': (random) => {
    const id = hex(random)
    return () => id
  },
  'ten ids in turn': (random) => {
    const ids = Array.from({ length: 10 }, () => hex(random))
    return (i) => ids[i % 10]!
  },
  'ten new ids each minute': (random) => {
    const ids: Record<number, string> = {}
    return (i) => {
      const n = Math.floor(i / (PER_SECOND * 60)) * 10 + (i % 10)
      ids[n] ??= hex(random)
      return ids[n]
    }
  },
  'a new id each time': (random) => () => hex(random),
}

describe.each(Object.entries(ATTACKS).map(([name, attack], i) => [name, attack, i] as const))(
  'somebody who sends %s',
  (_, attack, which) => {
    // Few patterns or many, in turn; a longer run tries both.
    it.each([3, 1_000].filter((_, i) => LONG || i === which % 2))(
      'over %d patterns spends at most twice the budget, and weights stay within 20 %%',
      (patterns) => {
        const random = seededRandom(patterns)
        const idOf = attack(random)
        const sampling = samplingUnderTest({ budget: { recordsPerSecond: BUDGET } }, { seed: patterns })
        let [seen, kept, weight] = [0, 0, 0]
        for (let i = 0; i < PER_SECOND * 60 * MINUTES; i++) {
          sampling.clock.advance(1_000 / PER_SECOND)
          const body = `step ${wordOf(Math.floor(random() * patterns))} ended`
          const spanContext = { traceId: idOf(i), spanId: '00f067aa0ba902b7' }
          const decision = sampling.pipeline.sample({ severityNumber: 9, body, spanContext })
          if (i < PER_SECOND * 120) continue
          seen++
          if (!decision.keep) continue
          kept++
          weight += decision.weight
        }
        expect(kept / (60 * (MINUTES - 2))).toBeLessThan(2 * BUDGET)
        expect(weight / seen).toBeGreaterThan(0.8)
        expect(weight / seen).toBeLessThan(1.2)
      },
    )
  },
)

describe('processes', () => {
  const RECORDS = 6_000
  /** Which of 6,000 records, each of a trace of its own, are kept by draw. */
  const decisions = (traceKey: string | undefined, seed: number, policy?: { version: number; trace_key: string }) => {
    const sampling = samplingUnderTest({ ...(traceKey !== undefined && { traceKey }) }, { seed })
    if (policy !== undefined) sampling.usePolicy(policy)
    return Array.from({ length: RECORDS }, (_, i) => {
      sampling.clock.advance(5)
      const spanContext = { traceId: (i + 1).toString(16).padStart(32, 'a'), spanId: '00f067aa0ba902b7' }
      const { keep, reason } = sampling.pipeline.sample({ severityNumber: 9, body: 'tick', spanContext })
      return keep && reason === 'adaptive'
    })
  }
  /** Which share of what either keeps both keep. */
  const agreement = (a: readonly boolean[], b: readonly boolean[]) =>
    a.filter((keep, i) => keep && b[i]).length / a.filter((keep, i) => keep || b[i]).length

  it('keep the same traces where they share a key, and other ones where they do not', () => {
    const shared = decisions('a key that the fleet shares', 1)
    expect(agreement(shared, decisions('a key that the fleet shares', 2))).toBeGreaterThan(0.9)
    expect(agreement(shared, decisions(undefined, 3))).toBeLessThan(0.2)
  })

  it('take the key of a policy, unless the app has one', () => {
    const policy = { version: 1, trace_key: 'the key of the policy' }
    const byPolicy = decisions(undefined, 1, policy)
    expect(agreement(byPolicy, decisions(policy.trace_key, 2))).toBeGreaterThan(0.9)
    expect(agreement(decisions('the key of the app', 3, policy), decisions('the key of the app', 4))).toBeGreaterThan(
      0.9,
    )
    expect(agreement(decisions('the key of the app', 5, policy), byPolicy)).toBeLessThan(0.2)
  })
})
