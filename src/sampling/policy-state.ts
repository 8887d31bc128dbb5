import type { Clock } from '../internal/clock.js'
import type { Policy } from '../protocol/policy.js'

/** `off` ships everything; `shadow` ships everything and stamps what would have been dropped. */
export type SamplingMode = 'active' | 'shadow' | 'off'

export type PolicySource = 'remote' | 'cache'

/** The policy in force, and where it came from. */
export interface PolicyInForce {
  /**
   * `remote`: fetched from LipService, or confirmed by it; `cache`: read from `policyCacheFile`, not confirmed yet; `local`: no
   * valid policy, the SDK adapts by itself.
   */
  readonly source: PolicySource | 'local'
  /** What is done with decisions: the mode of the app, or of the policy if that ships more. */
  readonly mode: SamplingMode
  /** Version of the document; `undefined` without one. */
  readonly version: number | undefined
  /** Milliseconds since the policy was accepted. */
  readonly ageMillis: number | undefined
  /** The accepted document, read-only. */
  readonly document: Policy | undefined
  /** Why the last refresh failed; `undefined` if it did not. */
  readonly lastProblem: string | undefined
}

export interface PolicyOrigin {
  readonly source: PolicySource
  /** How long ago it was accepted, in milliseconds. */
  readonly ageMillis: number
}

const FETCHED: PolicyOrigin = { source: 'remote', ageMillis: 0 }

const SHIPS_MORE: Record<SamplingMode, number> = { active: 0, shadow: 1, off: 2 }

/** Holds the last good policy. A policy can change the local mode only towards shipping more. */
export class PolicyState {
  readonly #localMode: SamplingMode
  readonly #clock: Pick<Clock, 'monotonic'>
  #policy: Policy | undefined
  #acceptedAt = 0
  #source: PolicySource = 'remote'
  #mode: SamplingMode

  constructor(localMode: SamplingMode, clock: Pick<Clock, 'monotonic'>) {
    this.#localMode = localMode
    this.#clock = clock
    this.#mode = localMode
  }

  use(policy: Policy | undefined, origin: PolicyOrigin = FETCHED): void {
    this.#policy = policy
    this.#source = origin.source
    this.#acceptedAt = this.#clock.monotonic() - origin.ageMillis
    const remoteMode = policy?.mode ?? 'active'
    this.#mode = SHIPS_MORE[remoteMode] > SHIPS_MORE[this.#localMode] ? remoteMode : this.#localMode
  }

  /** The server has confirmed the policy in force. */
  confirm(): void {
    this.#source = 'remote'
  }

  current(): Policy | undefined {
    return this.#policy
  }

  mode(): SamplingMode {
    return this.#mode
  }

  inForce(lastProblem: string | undefined): PolicyInForce {
    const policy = this.#policy
    return {
      source: policy === undefined ? 'local' : this.#source,
      mode: this.#mode,
      version: policy?.version,
      ageMillis: policy === undefined ? undefined : this.#clock.monotonic() - this.#acceptedAt,
      document: policy,
      lastProblem,
    }
  }
}

const MAX_INCIDENT_AHEAD_MILLIS = 60 * 60_000

/** Returns how long the policy's incident lasts, in milliseconds; 0 if there is none or it ends more than an hour ahead. */
export function incidentMillis(policy: Policy | undefined, epochMillis: number): number {
  const until = policy?.incident_until
  if (until == null) return 0
  const left = Date.parse(until) - epochMillis
  return left > 0 && left <= MAX_INCIDENT_AHEAD_MILLIS ? left : 0
}
