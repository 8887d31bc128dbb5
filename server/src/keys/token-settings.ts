import type { Config } from '../config.js'
import type { Elapsed, Now } from '../internal/clock.js'
import type { KeyStore } from '../store/store.js'
import { TokenVerifier } from './token-verifier.js'

/** Returns what knows tokens; `undefined` where none are taken. */
export function tokensOf(config: Config, store: KeyStore, now: Now, elapsed: Elapsed): TokenVerifier | undefined {
  const { 'jwt-jwks-url': jwksUrl, 'jwt-secret': secret } = config
  if (jwksUrl === '' && secret === '') return undefined
  const settings = {
    keys: jwksUrl === '' ? { secret } : { jwksUrl },
    issuer: config['jwt-issuer'],
    audience: config['jwt-audience'],
    clockSkewSeconds: config['jwt-clock-skew-seconds'],
    createsTeams: config['jwt-create-teams'] === 'yes',
  }
  return new TokenVerifier(settings, store, now, elapsed)
}
