import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { type Elapsed, epochSeconds, type Now } from '../internal/clock.js'
import { SCOPES, type Scope } from '../scope.js'
import type { KeyStore } from '../store/store.js'
import type { Principal } from './principal.js'
import { remoteKeys } from './remote-keys.js'

/** Where tokens come from, and how they are known. */
export interface TokenSettings {
  /** Address of the issuer's public keys, or the secret that it shares with this server. */
  readonly keys: { readonly jwksUrl: string } | { readonly secret: string }
  readonly issuer: string
  readonly audience: string
  /** How far the issuer's clock may differ. */
  readonly clockSkewSeconds: number
  /** Whether a team that is named for the first time is made. */
  readonly createsTeams: boolean
}

/** What is signed by a private key; a secret signs by others, so that no public key can be taken for one. */
const PUBLIC_KEY_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]
const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512']
const MAX_TOKEN_LENGTH = 8_192
const MAX_SUBJECT_LENGTH = 100
/** As PostHog's. */
const MAX_TEAM_ID = 2 ** 31 - 1
/** What is known of a team: one that was removed is refused within this time, one that was made is known within it. */
const TEAM_CACHE_MILLIS = 5_000
const MAX_TEAMS = 10_000

/** Knows JSON Web Tokens (RFC 7519) with a `team_id`, beside API keys. */
export class TokenVerifier {
  readonly #settings: TokenSettings
  readonly #store: Pick<KeyStore, 'hasTeam' | 'makeTeam'>
  readonly #now: Now
  readonly #elapsed: Elapsed
  readonly #keyOf: JWTVerifyGetKey
  readonly #algorithms: string[]
  readonly #teams = new Map<number, { readonly isThere: boolean; readonly at: number }>()

  constructor(settings: TokenSettings, store: Pick<KeyStore, 'hasTeam' | 'makeTeam'>, now: Now, elapsed: Elapsed) {
    this.#settings = settings
    this.#store = store
    this.#now = now
    this.#elapsed = elapsed
    if ('jwksUrl' in settings.keys) {
      this.#keyOf = remoteKeys(settings.keys.jwksUrl, elapsed)
      this.#algorithms = PUBLIC_KEY_ALGORITHMS
    } else {
      const secret = new Uint8Array(Buffer.from(settings.keys.secret))
      this.#keyOf = async () => secret
      this.#algorithms = SECRET_ALGORITHMS
    }
  }

  /**
   * Returns the principal of a token; `undefined` if it is none, is not of the issuer, not for this server, not valid now, or of a
   * team that there is not.
   *
   * @throws KeysUnavailableError while the issuer's keys cannot be had
   */
  async identify(text: string): Promise<Principal | undefined> {
    const claims = await this.#verified(text)
    if (claims === undefined) return undefined
    const { team_id: teamId, sub } = claims
    if (typeof teamId !== 'number' || !Number.isInteger(teamId) || teamId < 1 || teamId > MAX_TEAM_ID) return undefined
    const subject = typeof sub === 'string' ? sub.slice(0, MAX_SUBJECT_LENGTH).toWellFormed().replaceAll('\0', '') : ''
    const principal: Principal = { keyId: `jwt ${teamId} ${subject}`, teamId, scopes: scopesOf(claims) }
    return (await this.#isThere(principal)) ? principal : undefined
  }

  async #verified(text: string): Promise<JWTPayload | undefined> {
    if (text.length > MAX_TOKEN_LENGTH) return undefined
    const { issuer, audience, clockSkewSeconds } = this.#settings
    try {
      const { payload } = await jwtVerify(text, this.#keyOf, {
        algorithms: this.#algorithms,
        issuer,
        audience,
        clockTolerance: clockSkewSeconds,
        requiredClaims: ['exp', 'team_id'],
        currentDate: new Date(this.#now()),
      })
      return payload
    } catch (error) {
      // Jose's own: whatever is wrong with the token. A key of the issuer that is too short is a TypeError.
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined
      throw error
    }
  }

  async #isThere({ teamId, keyId }: Principal): Promise<boolean> {
    const known = this.#teams.get(teamId)
    if (known !== undefined && this.#elapsed() - known.at < TEAM_CACHE_MILLIS) return known.isThere
    const isThere = (await this.#store.hasTeam(teamId)) || (await this.#make(teamId, keyId))
    if (this.#teams.size >= MAX_TEAMS) this.#teams.clear()
    this.#teams.set(teamId, { isThere, at: this.#elapsed() })
    return isThere
  }

  async #make(teamId: number, actor: string): Promise<boolean> {
    if (!this.#settings.createsTeams) return false
    const at = epochSeconds(this.#now)
    const entry = { teamId, at, actor, action: 'team.created', service: '', reason: 'named by a token', detail: {} }
    await this.#store.makeTeam(teamId, `team ${teamId}`, at, entry)
    return this.#store.hasTeam(teamId)
  }
}

/** Of `scope`, names between blanks (RFC 8693), or `scopes`, a list: those that this server knows. */
function scopesOf({ scope, scopes }: JWTPayload): Scope[] {
  const names = typeof scope === 'string' ? scope.split(' ') : Array.isArray(scopes) ? scopes : []
  return SCOPES.filter((known) => names.includes(known))
}
