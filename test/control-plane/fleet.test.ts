import { describe, expect, it } from 'vitest'
import { createPolicyPoller } from '../../src/control-plane/policy-poller.js'
import { createStatsReporter } from '../../src/control-plane/stats-reporter.js'
import { ManualClock, seededRandom } from '../../src/testing.js'
import { recordingDiag } from '../support/quiet-diag.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const CLIENTS = 1_000

/** Clients started within a minute, all of them logging, and a server that can be down. Counts requests by the second. */
function fleet() {
  const clock = new ManualClock()
  const random = seededRandom(7)
  const perSecond: number[] = []
  let down = false
  const arrive = () => {
    const second = Math.floor(clock.monotonic() / SECOND)
    perSecond[second] = (perSecond[second] ?? 0) + 1
  }
  const failed = { kind: 'failed', problem: 'down' } as const
  for (let i = 0; i < CLIENTS; i++) {
    const { diag } = recordingDiag()
    let sequence = 0
    const poller = createPolicyPoller({
      client: {
        async fetchPolicy(etag) {
          arrive()
          if (down) return failed
          if (etag !== undefined) return { kind: 'unchanged' }
          return { kind: 'policy', document: { version: 1 }, text: '{"version":1}', etag: '"1"' }
        },
      },
      serviceName: 's',
      teamId: undefined,
      onPolicy: () => {},
      onExpired: () => {},
      diag,
      clock,
      timers: clock,
      random,
    })
    const reporter = createStatsReporter({
      client: {
        async sendStats() {
          arrive()
          return down ? failed : { kind: 'accepted', receipt: { policy_version: 1 } }
        },
      },
      takeReport: () => ({
        service_name: 's',
        timestamp: 0,
        patterns: [],
        total_logs: 1,
        unique_patterns: 0,
        instance_id: `${i}`,
        sequence: sequence++,
      }),
      hasMore: () => false,
      putBack: () => {},
      onPolicyVersion: () => {},
      diag,
      timers: clock,
      random,
    })
    clock.after(random() * MINUTE, () => {
      poller.start()
      reporter.recordSeen()
    })
  }
  return {
    advance: (millis: number) => clock.advanceAsync(millis),
    setDown: (is: boolean) => {
      down = is
    },
    /** Requests by the second, from one minute to another. */
    between: (from: number, to: number) =>
      Array.from({ length: (to - from) * 60 }, (_, i) => perSecond[from * 60 + i] ?? 0),
  }
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

describe('a thousand clients', () => {
  it('ask gently while the server is down for ten minutes, and do not all come at once when it is back', async () => {
    const { advance, setDown, between } = fleet()
    await advance(4 * MINUTE)
    const calm = mean(between(3, 4))
    setDown(true)
    await advance(10 * MINUTE)
    for (let minute = 5; minute < 14; minute++) expect(mean(between(minute, minute + 1))).toBeLessThan(40)
    // Clients that had just asked notice it up to 72 s later.
    expect(Math.max(...between(5.5, 14))).toBeLessThan(40)
    setDown(false)
    await advance(10 * MINUTE)
    for (let minute = 14; minute < 24; minute++) expect(mean(between(minute, minute + 1))).toBeLessThan(1.1 * calm)
    expect(Math.max(...between(14, 24))).toBeLessThan(2 * calm)
    expect(mean(between(20, 24))).toBeCloseTo(calm, -1)
  }, 60_000)
})
