import type { EpochSeconds } from '../internal/clock.js'
import type { Scope } from '../scope.js'

/** Who asks: the team comes from the key or the token, and from nowhere else. */
export interface Principal {
  /** Id of the key, or `jwt`, team and subject of a token. */
  readonly keyId: string
  readonly teamId: number
  readonly scopes: readonly Scope[]
  /** Name of the key; `undefined`: of a token. */
  readonly keyName?: string | undefined
  /** Of who logged in: when the session ends, and how long it may be idle. */
  readonly session?: { readonly expiresAt: EpochSeconds; readonly idleSeconds: number } | undefined
}
