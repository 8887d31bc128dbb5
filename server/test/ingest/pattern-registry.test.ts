import { describe, expect, it } from 'vitest'
import { KnownPatterns } from '../../src/ingest/known-patterns.js'
import { hasRoom, reclaimPatterns } from '../../src/ingest/pattern-registry.js'
import { patternOf, signatureOf, TEN } from '../support/reports.js'

const HOUR = 3_600
const DAY = 24 * HOUR
const MAX = 100
/** A store that forgets what it is told to. */
const forgetful = { forget: async (_: number, keys: readonly string[]) => [...keys] }

const full = (severity: string, count: number, seen: { firstSeen: number; lastSeen: number }, from = 0) =>
  Array.from({ length: count }, (_, i) => patternOf(1, from + i, { severity, ...seen }))
const once = (at: number) => ({ firstSeen: at, lastSeen: at })

describe('the patterns of a service', () => {
  it('leave a fifth of their room to WARN and above', () => {
    const patterns = new KnownPatterns(full('INFO', 80, once(TEN)))
    expect(hasRoom(patterns, 'INFO', MAX)).toBe(false)
    for (const severity of ['WARNING', 'ERROR', 'CRITICAL']) expect(hasRoom(patterns, severity, MAX)).toBe(true)
    for (const pattern of full('WARNING', 20, once(TEN), 1_000)) patterns.add(pattern)
    expect(hasRoom(patterns, 'WARNING', MAX)).toBe(false)
  })

  it.each([
    ['INFO', 80],
    ['WARNING', 100],
  ])('make room for new ones once those of a flood of %s are silent for an hour', async (severity, count) => {
    const patterns = new KnownPatterns(full(severity, count, once(TEN)))
    expect(await reclaimPatterns(forgetful, 1, patterns, MAX, TEN + HOUR)).toBe(0)
    expect(await reclaimPatterns(forgetful, 1, patterns, MAX, TEN + HOUR + 600)).toBeGreaterThan(0)
    expect(hasRoom(patterns, severity, MAX)).toBe(true)
    expect(hasRoom(patterns, 'WARNING', MAX)).toBe(true)
  })

  it('make room a year later, whatever they were', async () => {
    const patterns = new KnownPatterns(full('ERROR', 100, { firstSeen: TEN - 400 * DAY, lastSeen: TEN }))
    await reclaimPatterns(forgetful, 1, patterns, MAX, TEN + 365 * DAY)
    expect(hasRoom(patterns, 'CRITICAL', MAX)).toBe(true)
  })

  it('that come every day stay, and those below WARN and longest silent go first', async () => {
    const daily = full('INFO', 40, { firstSeen: TEN - 10 * DAY, lastSeen: TEN - DAY })
    const warns = full('WARNING', 20, once(TEN - 2 * DAY), 1_000)
    const flood = full('INFO', 40, once(TEN - 3 * HOUR), 2_000)
    const older = full('INFO', 1, once(TEN - 4 * HOUR), 3_000)
    const patterns = new KnownPatterns([...warns, ...flood, ...daily.slice(1), ...older])
    expect(await reclaimPatterns(forgetful, 1, patterns, MAX, TEN)).toBe(20)
    const left = new Set([...patterns].map(({ signature }) => signature))
    for (const { signature } of [...daily.slice(1), ...warns]) expect(left).toContain(signature)
    expect(left).not.toContain(signatureOf(3_000))
  })

  it('stay where there is room, and where another replica has seen them', async () => {
    const few = new KnownPatterns(full('INFO', 70, once(TEN)))
    expect(await reclaimPatterns(forgetful, 1, few, MAX, TEN + DAY)).toBe(0)
    const patterns = new KnownPatterns(full('INFO', 80, once(TEN)))
    const elsewhere = { forget: async (_: number, keys: readonly string[]) => keys.slice(1) }
    const [spared] = [...patterns]
    await reclaimPatterns(elsewhere, 1, patterns, MAX, TEN + DAY)
    expect([...patterns]).toContain(spared)
  })
})
