import type { Clock } from '../internal/clock.js'
import type { Diag } from '../internal/diag.js'
import type { Random } from '../internal/random.js'
import type { Timer, Timers } from '../internal/timer.js'
import type { Policy } from '../protocol/policy.js'
import type { ControlPlaneClient, PolicyResponse } from './client.js'
import { acceptPolicy } from './policy-acceptance.js'
import type { LoadedPolicy } from './policy-cache/policy-cache-file.js'
import { createPolicyExpiry } from './policy-expiry.js'
import { createPollPace } from './poll-pace.js'

const DEFAULT_REFRESH_MILLIS = 60_000

/** What may be said of a poll that brought nothing. */
const PROBLEMS = ['server_refuses', 'server_unreachable', 'policy_missed', 'policy_refused'] as const
type PolicyProblem = (typeof PROBLEMS)[number]

/** A document that came from the server and is in force now. */
export interface AcceptedPolicy {
  readonly policy: Policy
  readonly text: string
  readonly etag: string | undefined
}

export interface PolicyPollerOptions {
  readonly client: Pick<ControlPlaneClient, 'fetchPolicy'>
  readonly serviceName: string
  readonly teamId: number | undefined
  /** In force before the first poll. */
  readonly cached?: LoadedPolicy | undefined
  readonly onPolicy: (accepted: AcceptedPolicy) => void
  /** The server says that the policy in force is its newest. */
  readonly onConfirmed?: () => void
  /** The policy in force has expired. */
  readonly onExpired: () => void
  readonly diag: Diag
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
}

/**
 * Keeps the policy fresh: polls at once, then every `refresh_seconds` ± 20 %. A document is accepted whole or not at all,
 * and its ETag is kept only with it. Whatever fails, the last good policy stays until it expires.
 */
export interface PolicyPoller {
  start(): void
  /** Polls now, unless a poll is under way or the server has asked for a pause. */
  refresh(): void
  /** Checks whether the policy has expired: timers stop while a machine is suspended. */
  checkExpiry(): void
  /** Returns why the last poll failed; `undefined` if it did not. */
  problem(): string | undefined
  stop(): void
}

export function createPolicyPoller(options: PolicyPollerOptions): PolicyPoller {
  const { client, cached, onPolicy, onConfirmed, onExpired, diag, clock, timers, random } = options
  let etag: string | undefined
  let refreshMillis = DEFAULT_REFRESH_MILLIS
  let problem: string | undefined
  let polling = false
  /** The server has answered as one does. */
  let known = false
  /** The key was refused, or Retry-After came: the next poll waits, whoever asks for it. */
  let toldToWait = false
  let stopped = false
  let next: Timer | undefined
  const pace = createPollPace(random)
  const expiry = createPolicyExpiry(clock, timers, () => {
    etag = undefined
    refreshMillis = DEFAULT_REFRESH_MILLIS
    onExpired()
  })
  if (cached !== undefined) follow(cached.policy, cached.etag)

  async function poll(): Promise<void> {
    if (polling || stopped) return
    polling = true
    next?.cancel()
    expiry.check()
    const answer = await client.fetchPolicy(etag)
    polling = false
    if (stopped) return
    try {
      settle(answer)
      expiry.check()
    } catch (error) {
      fail(`the policy could not be put in force: ${error instanceof Error ? error.message : error}`, 'policy_refused')
    }
  }

  function settle(answer: PolicyResponse): void {
    toldToWait = false
    switch (answer.kind) {
      case 'policy': {
        const refused = accept(answer)
        if (refused === undefined) succeed()
        else fail(refused, 'policy_refused')
        break
      }
      case 'unchanged':
        // Unless it has expired meanwhile.
        if (etag !== undefined) onConfirmed?.()
        succeed()
        break
      case 'none':
        succeed()
        break
      case 'denied':
        toldToWait = true
        fail(answer.problem, 'server_refuses', pace.afterDenial())
        break
      default:
        toldToWait = answer.retryAfterMillis !== undefined
        fail(answer.problem, known ? 'policy_missed' : 'server_unreachable', pace.afterFailure(answer.retryAfterMillis))
    }
  }

  /** Puts a document in force. Returns what is wrong with it otherwise. */
  function accept({ document, text, etag: newEtag }: PolicyResponse & { kind: 'policy' }): string | undefined {
    const accepted = acceptPolicy(document, options, clock.now())
    if (!accepted.ok) return accepted.problem
    onPolicy({ policy: accepted.value, text, etag: newEtag })
    follow(accepted.value, newEtag)
    return undefined
  }

  function follow({ refresh_seconds, expires_at }: Policy, newEtag: string | undefined): void {
    etag = newEtag
    refreshMillis = refresh_seconds === undefined ? DEFAULT_REFRESH_MILLIS : refresh_seconds * 1_000
    expiry.watch(expires_at === undefined ? undefined : Date.parse(expires_at))
  }

  function succeed(): void {
    problem = undefined
    known = true
    for (const kind of PROBLEMS) diag.resolved(kind)
    arm(pace.afterSuccess(refreshMillis))
  }

  function fail(what: string, kind: PolicyProblem, delayMillis = pace.afterFailure(undefined)): void {
    problem = what
    diag.once(kind, { cause: what })
    arm(delayMillis)
  }

  function arm(delayMillis: number): void {
    next?.cancel()
    next = timers.after(delayMillis, poll)
  }

  return {
    start: () => void poll(),
    refresh() {
      if (!toldToWait) void poll()
    },
    checkExpiry: expiry.check,
    problem: () => problem,
    stop() {
      stopped = true
      next?.cancel()
      expiry.stop()
    },
  }
}
