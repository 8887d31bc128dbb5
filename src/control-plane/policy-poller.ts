import type { Diag } from '../diag.js'
import { backoffMillis, deniedMillis, spread } from '../internal/backoff.js'
import type { Clock } from '../internal/clock.js'
import type { Random } from '../internal/random.js'
import type { Timer, Timers } from '../internal/timer.js'
import { type Policy, parsePolicy } from '../protocol/policy.js'
import type { ControlPlaneClient, PolicyAnswer } from './client.js'

const DEFAULT_REFRESH_MILLIS = 60_000
const REFRESH_SPREAD = 0.2
/** After a refused key, this many successes in a row bring the normal interval back. */
const SUCCESSES_TO_TRUST = 2
/** setTimeout takes no more. */
const MAX_TIMER_MILLIS = 2 ** 31 - 1

export interface PolicyPollerOptions {
  readonly client: Pick<ControlPlaneClient, 'fetchPolicy'>
  readonly serviceName: string
  readonly teamId: number | undefined
  readonly onPolicy: (policy: Policy) => void
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
  /** Why the last poll brought nothing new, if it failed. */
  problem(): string | undefined
  stop(): void
}

export function createPolicyPoller(options: PolicyPollerOptions): PolicyPoller {
  const { client, serviceName, teamId, onPolicy, onExpired, diag, clock, timers, random } = options
  let etag: string | undefined
  let refreshMillis = DEFAULT_REFRESH_MILLIS
  let failures = 0
  let distrust = 0
  let problem: string | undefined
  let polling = false
  /** The key was refused, or Retry-After came: the next poll waits, whoever asks for it. */
  let toldToWait = false
  let stopped = false
  let next: Timer | undefined
  let expiry: Timer | undefined

  async function poll(): Promise<void> {
    if (polling || stopped) return
    polling = true
    next?.cancel()
    const answer = await client.fetchPolicy(etag)
    polling = false
    if (stopped) return
    try {
      settle(answer)
    } catch (error) {
      fail(`the policy could not be put in force: ${error instanceof Error ? error.message : error}`)
    }
  }

  function settle(answer: PolicyAnswer): void {
    toldToWait = false
    switch (answer.kind) {
      case 'policy': {
        const refused = accept(answer.document, answer.etag)
        if (refused === undefined) succeed()
        else fail(refused)
        break
      }
      case 'unchanged':
      case 'none':
        succeed()
        break
      case 'denied':
        distrust = SUCCESSES_TO_TRUST
        toldToWait = true
        fail(answer.problem, deniedMillis(random))
        break
      default:
        toldToWait = answer.retryAfterMillis !== undefined
        fail(answer.problem, answer.retryAfterMillis)
    }
  }

  /** Puts a document in force, or answers what is wrong with it. */
  function accept(document: unknown, newEtag: string | undefined): string | undefined {
    const parsed = parsePolicy(document)
    if (!parsed.ok) return parsed.problem
    const policy = parsed.value
    const lifetime = policy.expires_at === undefined ? undefined : Date.parse(policy.expires_at) - clock.now()
    if (lifetime !== undefined && lifetime <= 0) return 'the policy has expired'
    if (policy.service !== undefined && policy.service !== serviceName) return 'the policy is for another service'
    if (policy.team_id !== undefined && teamId !== undefined && policy.team_id !== teamId) {
      return 'the policy is for another team'
    }
    onPolicy(policy)
    etag = newEtag
    refreshMillis = (policy.refresh_seconds ?? DEFAULT_REFRESH_MILLIS / 1_000) * 1_000
    watchExpiry(lifetime)
    return undefined
  }

  function watchExpiry(lifetime: number | undefined): void {
    expiry?.cancel()
    if (lifetime === undefined) return
    const end = clock.monotonic() + lifetime
    const check = () => {
      const left = end - clock.monotonic()
      if (left > 0) expiry = timers.after(Math.min(left, MAX_TIMER_MILLIS), check)
      else expire()
    }
    check()
  }

  function expire(): void {
    etag = undefined
    refreshMillis = DEFAULT_REFRESH_MILLIS
    onExpired()
  }

  function succeed(): void {
    failures = 0
    problem = undefined
    diag.resolved('policy')
    if (distrust > 0) distrust--
    arm(distrust > 0 ? deniedMillis(random) : spread(refreshMillis, REFRESH_SPREAD, random))
  }

  function fail(what: string, delayMillis?: number): void {
    failures++
    problem = what
    diag.once('policy', 'no new policy; the last good one stays in force', what)
    arm(delayMillis ?? backoffMillis(failures, random))
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
    problem: () => problem,
    stop() {
      stopped = true
      next?.cancel()
      expiry?.cancel()
    },
  }
}
