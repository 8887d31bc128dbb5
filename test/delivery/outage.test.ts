import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { seededRandom } from '../../src/testing.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'
import { atTier, SOAK } from '../support/tier.js'
import { answered } from '../support/watched-http.js'

vi.mock('../../src/delivery/otlp-http.js', () => import('../support/watched-http.js'))

const PATTERNS = 40
const ERRORS_PER_SECOND = 100
const SECONDS = atTier({ test: 80, long: 1_200, soak: 24 * 3_600 })
const MIB = 1024 * 1024

describe('errors during an outage', () => {
  let directory: string
  let test: LoggingUnderTest

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'lipservice-outage-'))
  })
  afterEach(async () => {
    await test.close()
    rmSync(directory, { recursive: true, force: true })
  })

  interface Sum {
    readonly logged: Map<string, number>
    readonly arrived: Map<string, number>
    readonly ids: Set<number>
    readonly records: number
    readonly mostBytes: number
  }

  /** Logs at a steady rate while the backend refuses, then lets it heal; all on a manual clock. */
  async function outage(seconds: number, spoolMaxBytes: number): Promise<Sum> {
    test = await startUnderTest({ spoolDirectory: directory, spoolMaxBytes })
    const { logging, posthog, clock } = test
    const logger = logging.getLogger('app')
    const random = seededRandom(3)
    const logged = new Map<string, number>()
    let mostBytes = 0
    let id = 0
    posthog.answer(() => ({ status: 503 }))
    for (let second = 0; second < seconds; second++) {
      for (let i = 0; i < ERRORS_PER_SECOND; i++, id++) {
        const pattern =
          String.fromCharCode(97 + (Math.floor(PATTERNS * random() ** 2) % 26)) +
          String.fromCharCode(97 + (Math.floor(PATTERNS * random() ** 2) % 2))
        logged.set(pattern, (logged.get(pattern) ?? 0) + 1)
        logger.emit({
          severityNumber: 17,
          body: `task ${pattern} failed`,
          timestamp: clock.now(),
          attributes: { id, pattern, detail: 'x'.repeat(100) },
        })
      }
      await clock.advanceAsync(1_000)
      await answered()
      await roomMade(spoolMaxBytes)
      if (second % 60 === 0) mostBytes = Math.max(mostBytes, bytesIn(directory))
    }
    expect(posthog.records).toHaveLength(0)
    posthog.answer(undefined)
    const ids = new Set<number>()
    const arrived = new Map<string, number>()
    const signatures = new Map<unknown, string>()
    let records = 0
    const summaries: { signature: unknown; weight: number }[] = []
    posthog.onRecord(({ attributes }) => {
      records++
      const weight = Number(attributes['lipservice.weight'])
      const signature = attributes['lipservice.signature']
      if (attributes['lipservice.reason'] === 'error_collapsed') {
        summaries.push({ signature, weight })
        return
      }
      const pattern = String(attributes['pattern'])
      signatures.set(signature, pattern)
      ids.add(Number(attributes['id']))
      arrived.set(pattern, (arrived.get(pattern) ?? 0) + weight)
    })
    for (let i = 0; i < 50_000 && logging.stats().delivery.pending > 0; i++) {
      await clock.advanceAsync(100)
      await answered()
      posthog.clear()
    }
    for (const { signature, weight } of summaries) {
      const pattern = signatures.get(signature)!
      arrived.set(pattern, arrived.get(pattern)! + weight)
    }
    return { logged, arrived, ids, records, mostBytes }
  }

  /** The clock is manual and the disk is not: rewriting files takes the turns of the event loop that it takes. */
  async function roomMade(maxBytes: number): Promise<void> {
    for (let i = 0; i < 1_000 && test.logging.stats().delivery.spool!.bytes > 0.75 * maxBytes; i++) {
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  it('are all delivered afterwards, one by one, if the disk budget takes them', async () => {
    const seconds = SECONDS
    const { logged, arrived, ids, mostBytes } = await outage(
      seconds,
      atTier({ test: 64, long: 1024, soak: 16 * 1024 }) * MIB,
    )
    expect(ids.size).toBe(seconds * ERRORS_PER_SECOND)
    expect(Object.fromEntries(arrived)).toEqual(Object.fromEntries(logged))
    const { delivery } = test.logging.stats()
    expect(delivery).toMatchObject({ pending: 0, delivered: delivery.accepted, spool: { bytes: 0, segments: 0 } })
    if (SOAK) console.log(`24 h: ${ids.size} errors, ${mostBytes} bytes on disk`)
  }, 3_600_000)

  it('keep every pattern and exact counts if it does not', async () => {
    const seconds = SECONDS
    const maxBytes = atTier({ test: 1, long: 2, soak: 64 }) * MIB
    const { logged, arrived, records, mostBytes } = await outage(seconds, maxBytes)
    expect(Object.fromEntries(arrived)).toEqual(Object.fromEntries(logged))
    expect(records).toBeLessThan((seconds * ERRORS_PER_SECOND) / 2)
    expect(mostBytes).toBeLessThan(2 * maxBytes)
    const { delivery, unrepresented } = test.logging.stats()
    expect(delivery.dropped.error_collapsed).toBeGreaterThan(0)
    expect(delivery.accepted).toBe(delivery.delivered + delivery.dropped.error_collapsed)
    expect(unrepresented).toBe(0)
    if (SOAK)
      console.log(`24 h: ${records} records for ${seconds * ERRORS_PER_SECOND}, at most ${mostBytes} bytes on disk`)
  }, 3_600_000)

  it('of any number in one tick are all delivered', async () => {
    const count = atTier({ test: 5_000, long: 20_000, soak: 100_000 })
    test = await startUnderTest({ spoolDirectory: directory, spoolMaxBytes: 1024 * MIB })
    const { logging, posthog, clock } = test
    const logger = logging.getLogger('app')
    const ids = new Set<unknown>()
    posthog.onRecord(({ attributes }) => ids.add(attributes['id']))
    const padding = 'x'.repeat(1_000)
    for (let id = 0; id < count; id++) logger.emit({ severityNumber: 17, body: 'boom', attributes: { id, padding } })
    for (let i = 0; i < 50_000 && logging.stats().delivery.pending > 0; i++) {
      await clock.advanceAsync(20)
      await answered()
    }
    expect(ids.size).toBe(count)
    expect(logging.stats().delivery).toMatchObject({ delivered: count, pending: 0, spool: { bytes: 0 } })
  }, 600_000)
})

function bytesIn(directory: string): number {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (sum, { parentPath, name }) =>
        sum + (statSync(path.join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    )
}
