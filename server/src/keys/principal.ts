import type { Scope } from '../scope.js'

/** Who asks: the team comes from the key or the token, and from nowhere else. */
export interface Principal {
  /** Id of the key, or `jwt`, team and subject of a token. */
  readonly keyId: string
  readonly teamId: number
  readonly scopes: readonly Scope[]
}
