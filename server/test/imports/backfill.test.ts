import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BackfillPattern, importBackfill } from '../../src/imports/backfill.js'
import type { AuditEntry } from '../../src/store/contracts/audit.js'
import type { Backfill, Store } from '../../src/store/store.js'
import { COUNTS } from '../../src/store/tables.js'
import { openMemoryStore } from '../support/ready-databases.js'
import { pendingOf, patternOf as reportedPattern, signatureOf, TEN } from '../support/reports.js'

const HOUR = 3_600
const { detail: _, ...ENTRY } = {
  teamId: 1,
  at: TEN,
  actor: 'k',
  action: 'past.imported',
  service: 's',
  reason: '',
  detail: {},
}

function patternOf(i: number, rest: Partial<BackfillPattern> = {}): BackfillPattern {
  return {
    signature: signatureOf(i),
    template: `thing ${i} happened`,
    severity: 'INFO',
    perMinute: 1,
    bytesPerMinute: 100,
    errorsPerMinute: 0,
    keptShare: 1,
    ...rest,
  }
}

/** Counters that remember what was written; from the `failsAt`-th part on nothing is. */
function memory(failsAt = Number.POSITIVE_INFINITY) {
  const parts: { readonly backfill: Backfill; readonly entry: AuditEntry }[] = []
  const addBackfill = async (backfill: Backfill, entry: AuditEntry) => {
    if (parts.length + 1 >= failsAt) throw new Error('the database is away')
    parts.push({ backfill, entry })
  }
  const counters = { addBackfill } as unknown as Store['counters']
  return { parts, store: { counters, patterns: { known: async () => [] } as unknown as Store['patterns'] } }
}

describe('a backfill', () => {
  it('of few patterns is one transaction, whole minutes up to its end', async () => {
    const { parts, store } = memory()
    const patterns = [patternOf(1, { perMinute: 10, bytesPerMinute: 999, errorsPerMinute: 0.1, keptShare: 0.5 })]
    const input = { serviceId: 7, hours: 48, until: TEN + 59, patterns, overheadPerRecord: 3, entry: ENTRY }
    expect(await importBackfill(store, input)).toBe(48 * 600)
    expect(parts).toMatchObject([
      {
        backfill: { serviceId: 7, from: TEN - 48 * HOUR, until: TEN, overheadPerRecord: 3 },
        entry: { ...ENTRY, detail: { from: TEN - 48 * HOUR, until: TEN, hours: 48, patterns: 1, records: 48 * 600 } },
      },
    ])
    expect([...parts[0]!.backfill.counts]).toEqual([600, 300, 59_940, 29_970, 6].map((perHour) => perHour * 48))
  })

  it('is written in parts that meet, each with what it was, whatever its size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 48 }), fc.integer({ min: 1, max: 5_000 }), async (hours, size) => {
        const { parts, store } = memory()
        const patterns = Array.from({ length: size }, (_, i) => patternOf(i, { perMinute: i % 3 }))
        const input = { serviceId: 1, hours, until: TEN, patterns, overheadPerRecord: 0, entry: ENTRY }
        const records = await importBackfill(store, input)
        let end = TEN - hours * HOUR
        let written = 0
        for (const { backfill, entry } of parts) {
          expect(backfill.from).toBe(end)
          expect((size * (backfill.until - backfill.from)) / HOUR).toBeLessThanOrEqual(Math.max(size, 1_000))
          end = backfill.until
          const seen = backfill.counts.filter((_, i) => i % COUNTS.length === 0).reduce((a, b) => a + b, 0)
          expect(entry.detail).toMatchObject({
            from: backfill.from,
            until: backfill.until,
            patterns: size,
            records: seen,
          })
          written += seen
        }
        expect(end).toBe(TEN)
        expect(written).toBe(records)
      }),
      { numRuns: 30 },
    )
  })

  it('lets others have their turn after every thousand rows', async () => {
    const store = await openMemoryStore()
    const teamId = await store.keys.ensureTeam('t', TEN)
    const serviceId = (await store.services.ensure(teamId, 's', TEN, 1))!
    await store.maintain(TEN)
    const patterns = Array.from({ length: 700 }, (_, i) => patternOf(i))
    let [turns, isOver] = [0, false]
    const turn = () => {
      turns++
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    await importBackfill(store, {
      serviceId,
      hours: 1,
      until: TEN,
      patterns,
      overheadPerRecord: 0,
      entry: { ...ENTRY, teamId },
    })
    isOver = true
    expect(turns).toBeGreaterThanOrEqual((700 * 60) / 1_000)
    const hour = { from: TEN - HOUR, to: TEN }
    for (const step of ['minute', 'hour', 'day'] as const) {
      const points = await store.counters.timeline(serviceId, undefined, step, hour)
      expect(points.reduce((sum, { seen }) => sum + seen, 0)).toBe(700 * 60)
    }
    await store.close()
  })

  it('that fails on the way has said what was written until then', async () => {
    const { parts, store } = memory(3)
    const patterns = Array.from({ length: 5_000 }, (_, i) => patternOf(i))
    const input = { serviceId: 1, hours: 5, until: TEN, patterns, overheadPerRecord: 0, entry: ENTRY }
    await expect(importBackfill(store, input)).rejects.toThrow('away')
    expect(parts.map(({ entry }) => entry.detail['until'])).toEqual([TEN - 4 * HOUR, TEN - 3 * HOUR])
  })

  it('without checks is the past of the patterns that are there: they are no news any more', async () => {
    const store = await openMemoryStore()
    const team = await store.keys.ensureTeam('t', TEN)
    const serviceId = (await store.services.ensure(team, 's', TEN, 10))!
    const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(16))
    const reported = [
      reportedPattern(serviceId, 1, { check: one! }),
      reportedPattern(serviceId, 2, { check: two! }),
      reportedPattern(serviceId, 2, { check: three! }),
    ]
    await store.counters.add([pendingOf(reported, {})], reported)
    const patterns = [patternOf(1), patternOf(2)]
    const entry = { ...ENTRY, teamId: team }
    await importBackfill(store, { serviceId, hours: 48, until: TEN, patterns, overheadPerRecord: 0, entry })
    const known = await store.patterns.known(serviceId)
    const firstSeen = new Map(known.map(({ signature, check, firstSeen: at }) => [`${signature} ${check}`, at]))
    expect(firstSeen.get(`${signatureOf(1)} ${one}`)).toBe(TEN - 48 * HOUR)
    expect(firstSeen.has(`${signatureOf(1)} `)).toBe(false)
    // Of two that have the signature, neither is meant.
    expect(firstSeen.get(`${signatureOf(2)} ${two}`)).toBe(TEN)
    expect(firstSeen.get(`${signatureOf(2)} `)).toBe(TEN - 48 * HOUR)
    await store.close()
  })
})
