import { describe, expect, it } from 'vitest'
import { backendOf, POSTHOG_SETTINGS } from '../../src/delivery/backend.js'
import { createBackendHealth } from '../../src/delivery/backend-health.js'
import type { Failure } from '../../src/delivery/backend-problem.js'
import { ManualClock } from '../../src/testing.js'
import { recordingDiag } from '../support/quiet-diag.js'

const SECOND = 1_000
const REFUSED: Failure = { kind: 'retry', problem: 'connect ECONNREFUSED', network: 'refused' }
const DENIED: Failure = { kind: 'denied', problem: 'the backend answered 401', status: 401 }
const BUSY: Failure = { kind: 'retry', problem: 'the backend answered 503', status: 503 }

function start() {
  const clock = new ManualClock()
  const { diag, said } = recordingDiag('warn', clock)
  const health = createBackendHealth({
    backend: backendOf('https://user:pass@us.i.posthog.com/i/v1/logs?key=x', POSTHOG_SETTINGS),
    contentType: 'application/x-protobuf',
    random: () => 0.999,
    timers: clock,
    monotonic: clock.monotonic,
    diag,
  })
  /** One attempt after the other while somebody flushes; milliseconds until it is hopeless, `undefined`: not within 5 s. */
  const flush = (failure: Failure): number | undefined => {
    const since = clock.monotonic()
    health.retrySoon()
    while (clock.monotonic() - since < 5 * SECOND) {
      health.failed(failure, clock.monotonic(), true)
      if (health.isHopeless(since)) return clock.monotonic() - since
      clock.advance(Math.max(1, health.blockedUntil - clock.monotonic()))
    }
    return undefined
  }
  return { clock, said, health, flush }
}

describe('waiting for a backend', () => {
  it.each([REFUSED, DENIED])('is in vain after half a second of refusals: $problem', (refusal) => {
    const { flush } = start()
    expect(flush(refusal)).toBeLessThanOrEqual(650)
  })

  it('is in vain at the first attempt where it was refused before', () => {
    const { flush, clock } = start()
    flush(REFUSED)
    clock.advance(60 * SECOND)
    expect(flush(REFUSED)).toBe(0)
  })

  it('is not in vain while it may pass by itself, or where something was taken before', () => {
    expect(start().flush(BUSY)).toBe(undefined)
    const { health, flush } = start()
    health.recovered()
    expect(flush(REFUSED)).toBe(undefined)
  })

  it('is not in vain without an attempt', () => {
    const { health, flush, clock } = start()
    flush(REFUSED)
    clock.advance(SECOND)
    expect(health.isHopeless(clock.monotonic())).toBe(false)
  })
})

describe('an outage', () => {
  it('is said at once where waiting does not mend it, without credentials', () => {
    const { health, said } = start()
    health.failed(DENIED, 0, false)
    health.failed(DENIED, 0, false)
    expect(said).toEqual([expect.stringMatching(/PostHog refuses the key.*401.*POSTHOG_API_KEY.*\[key_refused\]$/)])
    health.failed({ ...DENIED, problem: '404', status: 404 }, 0, false)
    expect(said[1]).toContain('https://us.i.posthog.com/i/v1/logs')
    expect(said[1]).not.toMatch(/user|pass|key=x/)
  })

  it('that may pass is said after 5 s where nothing was ever taken, though no further attempt is made', () => {
    const { health, said, clock } = start()
    health.failed({ ...BUSY, retryAfterMillis: 900 * SECOND }, clock.monotonic(), false)
    clock.advance(5 * SECOND - 1)
    expect(said).toEqual([])
    clock.advance(1)
    expect(said).toEqual([expect.stringMatching(/for 5 s \(the backend answered 503\).*\[not_delivered\]$/)])
  })

  it('that may pass is said after 30 s where something was, and not if it has passed', () => {
    const { health, said, clock } = start()
    health.recovered()
    health.failed(BUSY, clock.monotonic(), false)
    clock.advance(29 * SECOND)
    health.recovered()
    clock.advance(60 * SECOND)
    expect(said).toEqual([])
    health.failed(BUSY, clock.monotonic(), false)
    clock.advance(30 * SECOND)
    expect(said).toHaveLength(1)
  })
})
