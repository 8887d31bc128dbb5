import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createControlPlaneClient } from '../../src/control-plane/client.js'
import { createPolicyPoller, type PolicyPoller } from '../../src/control-plane/policy-poller.js'
import type { Policy } from '../../src/protocol.js'
import {
  type FakeLipService,
  ManualClock,
  type ScriptedAnswer,
  seededRandom,
  startFakeLipService,
} from '../../src/testing.js'
import { recordingDiag } from '../support/quiet-diag.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND

describe('the policy client against a real server', () => {
  let server: FakeLipService
  let policies: (Policy | 'expired')[]
  let clock: ManualClock
  let poller: PolicyPoller
  let polls: number
  let etags: (string | undefined)[]
  let close: () => Promise<void>

  beforeEach(async () => {
    server = await startFakeLipService()
    clock = new ManualClock()
    policies = []
    polls = 0
    etags = []
    const client = createControlPlaneClient({
      url: server.url,
      apiKey: server.apiKey,
      serviceName: 'shop/é',
      teamId: 3,
      timeoutMillis: 2_000,
      clock,
      diag: recordingDiag().diag,
    })
    close = () => client.close()
    let settled = () => {}
    poller = createPolicyPoller({
      client: {
        async fetchPolicy(etag) {
          etags.push(etag)
          const answer = await client.fetchPolicy(etag)
          // After the poller has dealt with the answer.
          setImmediate(() => {
            polls++
            settled()
          })
          return answer
        },
      },
      serviceName: 'shop/é',
      teamId: 3,
      onPolicy: ({ policy }) => policies.push(policy),
      onExpired: () => policies.push('expired'),
      diag: recordingDiag().diag,
      clock,
      timers: clock,
      random: seededRandom(1),
    })
    polled = (count) =>
      new Promise<void>((resolve) => {
        settled = () => {
          if (polls >= count) resolve()
        }
        settled()
      })
  })

  let polled: (count: number) => Promise<void>

  afterEach(async () => {
    poller.stop()
    await close()
    await server.close()
  })

  it('polls at once, then at the interval that the policy asks for, with the ETag', async () => {
    server.setPolicy({ version: 1, refresh_seconds: 10 })
    poller.start()
    await polled(1)
    expect(policies).toEqual([{ version: 1, refresh_seconds: 10 }])
    clock.advance(12 * SECOND)
    await polled(2)
    expect(etags[1]).toMatch(/^"/)
    expect(policies).toHaveLength(1)
    server.setPolicy({ version: 2 })
    clock.advance(12 * SECOND)
    await polled(3)
    expect(policies.at(-1)).toEqual({ version: 2 })
  })

  const bombed = gzipSync(Buffer.alloc(50 * 1024 * 1024, 32))
  it.each<[string, ScriptedAnswer]>([
    ['HTML', { body: '<html>', headers: { etag: '"html"' } }],
    ['an empty object', { body: '{}', headers: { etag: '"empty"' } }],
    ['rates of 7', { body: '{"version":9,"global_rate":7}', headers: { etag: '"seven"' } }],
    ['rates in quotes', { body: '{"version":9,"global_rate":"0"}', headers: { etag: '"quoted"' } }],
    ['50 MB', { body: Buffer.alloc(50 * 1024 * 1024, 32) }],
    ['50 MB zipped', { body: bombed, headers: { 'content-encoding': 'gzip' } }],
    ['a broken connection', { misbehave: 'reset' }],
    ['nothing', { misbehave: 'hang' }],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
    ['a policy for another service', { body: '{"version":9,"service":"other"}' }],
    ['a policy for another team', { body: '{"version":9,"team_id":4}' }],
    ['a policy that has expired', { body: '{"version":9,"expires_at":"2020-01-01T00:00:00Z"}' }],
    ['500', { status: 500 }],
  ])('keeps the last good policy and its ETag when the server answers %s', async (_, answer) => {
    server.setPolicy({ version: 1 })
    poller.start()
    await polled(1)
    server.answer([answer])
    poller.refresh()
    await polled(2)
    expect(policies).toEqual([{ version: 1 }])
    expect(poller.problem()).toBeTypeOf('string')
    clock.advance(5 * MINUTE)
    await polled(3)
    expect(etags[2]).toBe(etags[1])
    expect(poller.problem()).toBe(undefined)
  })

  it('asks again in minutes after a refused key, and returns to normal after two successes', async () => {
    server.setPolicy({ version: 1, refresh_seconds: 10 })
    server.answer([{ status: 401 }])
    poller.start()
    await polled(1)
    clock.advance(170 * SECOND)
    expect(polls).toBe(1)
    clock.advance(140 * SECOND)
    await polled(2)
    expect(policies).toHaveLength(1)
    clock.advance(170 * SECOND)
    expect(polls).toBe(2)
    clock.advance(140 * SECOND)
    await polled(3)
    clock.advance(13 * SECOND)
    await polled(4)
  })

  it('waits as long as Retry-After says', async () => {
    server.answer([{ status: 503, headers: { 'retry-after': '90' } }])
    poller.start()
    await polled(1)
    clock.advance(89 * SECOND)
    expect(polls).toBe(1)
    clock.advance(2 * SECOND)
    await polled(2)
  })

  it.each([
    ['Retry-After came', { status: 503, headers: { 'retry-after': '90' } }],
    ['the key was refused', { status: 401 }],
  ])('does not let refresh cut the pause short when %s', async (_, answer) => {
    server.answer([answer])
    poller.start()
    await polled(1)
    poller.refresh()
    expect(etags).toHaveLength(1)
    clock.advance(300 * SECOND)
    await polled(2)
    poller.refresh()
    await polled(3)
  })

  it('goes back to local adaptation when the policy expires, and polls without ETag', async () => {
    const expires = new Date(clock.now() + 15 * MINUTE).toISOString()
    server.setPolicy({ version: 1, expires_at: expires, refresh_seconds: 3_600 })
    poller.start()
    await polled(1)
    clock.advance(15 * MINUTE)
    expect(policies.at(-1)).toBe('expired')
    poller.refresh()
    await polled(2)
    expect(etags[1]).toBe(undefined)
  })

  it('has one poll under way at a time', async () => {
    server.answer([{ delayMillis: 100, body: '{"version":5}' }])
    poller.start()
    poller.refresh()
    poller.refresh()
    await polled(1)
    expect(server.policyRequests).toBe(0)
    expect(etags).toHaveLength(1)
  })

  it('polls once after the process was frozen, not in a burst', async () => {
    server.setPolicy({ version: 1, refresh_seconds: 10 })
    poller.start()
    await polled(1)
    clock.advance(3_600 * SECOND)
    await polled(2)
    expect(etags).toHaveLength(2)
  })

  it('leaves no timer after stop', async () => {
    server.setPolicy({ version: 1, expires_at: new Date(clock.now() + MINUTE).toISOString() })
    poller.start()
    await polled(1)
    poller.stop()
    expect(clock.pending).toBe(0)
  })
})

describe('the policy poller', () => {
  const setUp = (documents: object[], onPolicy: (policy: Policy) => void) => {
    const clock = new ManualClock()
    const { diag, said } = recordingDiag()
    let polls = 0
    let expired = 0
    const poller = createPolicyPoller({
      client: {
        async fetchPolicy() {
          polls++
          return { kind: 'policy', document: documents.shift(), text: '', etag: undefined }
        },
      },
      serviceName: 's',
      teamId: undefined,
      onPolicy: ({ policy }) => onPolicy(policy),
      onExpired: () => expired++,
      diag,
      clock,
      timers: clock,
      random: seededRandom(2),
    })
    poller.start()
    return { clock, poller, said, polls: () => polls, expired: () => expired }
  }

  it('goes on polling when the policy cannot be put in force', async () => {
    const accepted: number[] = []
    const { clock, poller } = setUp([{ version: 1 }, { version: 2 }], ({ version }) => {
      if (version === 1) throw new Error('broken')
      accepted.push(version)
    })
    await clock.advanceAsync(0)
    expect(poller.problem()).toBe('the policy could not be put in force: broken')
    await clock.advanceAsync(5 * MINUTE)
    expect(accepted).toEqual([2])
  })

  it('says an outage once', async () => {
    const { clock, said, polls } = setUp([{}, {}, {}, {}, {}], () => {})
    await clock.advanceAsync(2 * MINUTE)
    expect(polls()).toBeGreaterThan(2)
    expect(said).toHaveLength(1)
  })

  it('waits for an expiry that is months ahead', async () => {
    const days = 24 * 60 * MINUTE
    const expires_at = new Date(new ManualClock().now() + 60 * days).toISOString()
    const { clock, poller, expired } = setUp([{ version: 1, expires_at, refresh_seconds: 3_600 }], () => {})
    await clock.advanceAsync(0)
    clock.advance(59 * days)
    expect(expired()).toBe(0)
    clock.advance(1 * days)
    expect(expired()).toBe(1)
    poller.stop()
    expect(clock.pending).toBe(0)
  })

  it('asks at the default interval again once a policy with a long one has expired', async () => {
    const expires_at = new Date(new ManualClock().now() + MINUTE).toISOString()
    const long = { version: 1, expires_at, refresh_seconds: 3_600 }
    const { clock, poller, polls } = setUp([long, { version: 2 }, { version: 3 }], () => {})
    await clock.advanceAsync(MINUTE)
    poller.refresh()
    await clock.advanceAsync(73 * SECOND)
    expect(polls()).toBe(3)
  })
})
