import { createHash, randomBytes } from 'node:crypto'

/** What proves that who fetches the token is who asked for it. */
export interface Pkce {
  readonly verifier: string
  readonly challenge: string
  /** Comes back with the code, or the code is somebody else's. */
  readonly state: string
}

export function newPkce(): Pkce {
  const verifier = randomBytes(48).toString('base64url')
  return {
    verifier,
    challenge: createHash('sha256').update(verifier).digest('base64url'),
    state: randomBytes(24).toString('base64url'),
  }
}
