import { beforeEach, describe, expect, it } from 'vitest'
import type { PolicyResponse } from '../../src/control-plane/client.js'
import type { LoadedPolicy } from '../../src/control-plane/policy-cache/policy-cache-file.js'
import { createPolicyPoller, type PolicyPoller } from '../../src/control-plane/policy-poller.js'
import { systemTimers } from '../../src/internal/timer.js'
import { parsePolicy } from '../../src/protocol.js'
import { ManualClock, seededRandom } from '../../src/testing.js'
import { jumpingClock } from '../support/jumping-clock.js'
import { recordingDiag } from '../support/quiet-diag.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

describe('a policy is refreshed', () => {
  let clock: ManualClock
  let wall: ReturnType<typeof jumpingClock>
  let answers: (PolicyResponse | Promise<PolicyResponse>)[]
  let asked: { at: number; etag: string | undefined }[]
  let events: (string | number)[]

  const policy = (document: object, etag?: string): PolicyResponse => ({
    kind: 'policy',
    document,
    text: JSON.stringify(document),
    etag,
  })
  const until = (millis: number) => new Date(clock.now() + millis).toISOString()
  const start = (cached?: LoadedPolicy): PolicyPoller => {
    const poller = createPolicyPoller({
      client: {
        async fetchPolicy(etag) {
          asked.push({ at: clock.monotonic(), etag })
          return answers.shift() ?? { kind: 'failed', problem: 'down' }
        },
      },
      serviceName: 's',
      teamId: undefined,
      cached,
      onPolicy: (accepted) => events.push(accepted.policy.version),
      onConfirmed: () => events.push('confirmed'),
      onExpired: () => events.push('expired'),
      diag: recordingDiag().diag,
      clock: wall,
      timers: clock,
      random: seededRandom(3),
    })
    poller.start()
    return poller
  }
  const cached = (document: object, etag?: string): LoadedPolicy => {
    const parsed = parsePolicy(document)
    if (!parsed.ok) throw new Error(parsed.problem)
    return { policy: parsed.value, etag, acceptedAt: clock.now() }
  }

  beforeEach(() => {
    clock = new ManualClock()
    wall = jumpingClock(clock)
    answers = []
    asked = []
    events = []
  })

  it('with the ETag of the cache at first; 304 confirms it', async () => {
    answers = [{ kind: 'unchanged' }, { kind: 'unchanged' }]
    start(cached({ version: 7, refresh_seconds: 10 }, '"7"'))
    await clock.advanceAsync(0)
    expect(asked[0]?.etag).toBe('"7"')
    expect(events).toEqual(['confirmed'])
    await clock.advanceAsync(7 * SECOND)
    expect(asked).toHaveLength(1)
    await clock.advanceAsync(5 * SECOND)
    expect(asked).toHaveLength(2)
  })

  it('from the cache until it expires, also when the server never answers', async () => {
    start(cached({ version: 7, expires_at: until(10 * MINUTE) }, '"7"'))
    await clock.advanceAsync(9 * MINUTE)
    expect(events).toEqual([])
    await clock.advanceAsync(MINUTE)
    expect(events).toEqual(['expired'])
    asked = []
    await clock.advanceAsync(10 * MINUTE)
    expect(new Set(asked.map(({ etag }) => etag))).toEqual(new Set([undefined]))
  })

  it('never with the ETag of a document that was refused', async () => {
    answers = [policy({ version: 1, global_rate: 7 }, '"bad"'), policy({ version: 2 }, '"good"'), policy({}, '"bad"')]
    const poller = start()
    await clock.advanceAsync(5 * MINUTE)
    poller.refresh()
    await clock.advanceAsync(5 * MINUTE)
    expect(asked.slice(0, 4).map(({ etag }) => etag)).toEqual([undefined, undefined, '"good"', '"good"'])
    expect(events).toEqual([2])
  })

  it('without an ETag once a policy came that had none', async () => {
    answers = [policy({ version: 1 }, '"1"'), policy({ version: 2 })]
    start()
    await clock.advanceAsync(3 * MINUTE)
    expect(asked.slice(0, 3).map(({ etag }) => etag)).toEqual([undefined, '"1"', undefined])
  })

  it('and stays when the server knows none any more; asked again at the normal interval', async () => {
    answers = [policy({ version: 1, refresh_seconds: 10 }), { kind: 'none' }, { kind: 'none' }]
    start()
    await clock.advanceAsync(24 * SECOND)
    expect(asked).toHaveLength(3)
    expect(events).toEqual([1])
  })

  it.each([DAY, -DAY])('at the same times when the wall clock jumps by %i ms', async (jump) => {
    answers = Array.from({ length: 20 }, (_, i) => policy({ version: i, expires_at: until(7 * DAY) }))
    start()
    await clock.advanceAsync(5 * MINUTE)
    const before = asked.length
    wall.jump(jump)
    await clock.advanceAsync(0)
    expect(asked).toHaveLength(before)
    await clock.advanceAsync(5 * MINUTE)
    expect(asked.length - before).toBeGreaterThanOrEqual(4)
    expect(asked.length - before).toBeLessThanOrEqual(6)
    expect(events).not.toContain('expired')
  })

  it('once after two hours in which the process was frozen', async () => {
    answers = Array.from({ length: 20 }, (_, i) => policy({ version: i, refresh_seconds: 10 }))
    start()
    await clock.advanceAsync(0)
    clock.advance(2 * 60 * MINUTE)
    await clock.advanceAsync(0)
    expect(asked).toHaveLength(2)
    await clock.advanceAsync(7 * SECOND)
    expect(asked).toHaveLength(2)
  })

  it('and expires by the wall clock after the machine was suspended: at the next look', async () => {
    answers = [policy({ version: 1, expires_at: until(DAY) }, '"1"')]
    const poller = start()
    await clock.advanceAsync(0)
    wall.jump(2 * DAY)
    expect(events).toEqual([1])
    poller.checkExpiry()
    expect(events).toEqual([1, 'expired'])
  })

  it('and expires by the wall clock before the next poll, which has no ETag then', async () => {
    answers = [policy({ version: 1, expires_at: until(DAY) }, '"1"')]
    start()
    await clock.advanceAsync(0)
    wall.jump(2 * DAY)
    await clock.advanceAsync(2 * MINUTE)
    expect(events).toEqual([1, 'expired'])
    expect(asked[1]?.etag).toBe(undefined)
  })

  it('and expires by the monotonic clock although the wall clock was set back', async () => {
    answers = [policy({ version: 1, expires_at: until(DAY), refresh_seconds: 3_600 })]
    start()
    await clock.advanceAsync(0)
    wall.jump(-DAY)
    clock.advance(DAY)
    expect(events).toEqual([1, 'expired'])
  })

  it('and an answer of 304 extends nothing', async () => {
    answers = [policy({ version: 1, expires_at: until(5 * MINUTE) }, '"1"')]
    answers.push(...Array.from({ length: 4 }, (): PolicyResponse => ({ kind: 'unchanged' })))
    start()
    await clock.advanceAsync(5 * MINUTE)
    expect(events.at(-1)).toBe('expired')
  })

  it('and 304 confirms nothing that expired while it was asked for', async () => {
    let reply = (_: PolicyResponse) => {}
    answers = [
      policy({ version: 1, expires_at: until(MINUTE), refresh_seconds: 30 }, '"1"'),
      new Promise((resolve) => {
        reply = resolve
      }),
    ]
    start()
    await clock.advanceAsync(2 * MINUTE)
    reply({ kind: 'unchanged' })
    await clock.advanceAsync(0)
    expect(events).toEqual([1, 'expired'])
  })

  it('within five minutes of a transient 401', async () => {
    answers = [{ kind: 'denied', problem: '401' }, policy({ version: 5 }, '"5"')]
    start()
    await clock.advanceAsync(5 * MINUTE)
    expect(events).toEqual([5])
    expect(asked).toHaveLength(2)
  })
})

describe('the timers of the SDK', () => {
  it('never keep a process alive', () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const timer = systemTimers.after(60_000, () => {})
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout')).toHaveLength(before)
    timer.cancel()
  })
})
