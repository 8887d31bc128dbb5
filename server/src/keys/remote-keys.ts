import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import { request } from 'undici'
import type { Elapsed } from '../internal/clock.js'

const TIMEOUT_MILLIS = 5_000
const MAX_BYTES = 256 * 1024
/** Keys are fetched anew after so long: a key that the issuer has withdrawn is refused from then on. */
const MAX_AGE_MILLIS = 5 * 60_000
/** While the issuer does not answer, keys are used for so long. */
const MAX_STALE_MILLIS = 60 * 60_000
/** Between two fetches, whatever kids tokens name and however the issuer fails. */
const COOL_DOWN_MILLIS = 30_000

/** The issuer's keys cannot be had: no token can be told from a forged one now. */
export class KeysUnavailableError extends Error {}

interface Known {
  readonly keys: JWTVerifyGetKey
  readonly at: number
}

/** Returns the public keys of an issuer, as `jwtVerify` asks for them: fetched when needed, cached, at most every 30 s. */
export function remoteKeys(url: string, elapsed: Elapsed, fetchKeys = fetchJson): JWTVerifyGetKey {
  let known: Known | undefined
  let triedAt = Number.NEGATIVE_INFINITY
  let fetching: Promise<void> | undefined

  async function fetchNow(): Promise<void> {
    triedAt = elapsed()
    try {
      known = {
        keys: createLocalJWKSet((await fetchKeys(url)) as Parameters<typeof createLocalJWKSet>[0]),
        at: elapsed(),
      }
    } catch (error) {
      if (known === undefined || elapsed() - known.at >= MAX_STALE_MILLIS) {
        known = undefined
        throw new KeysUnavailableError(`the keys of ${new URL(url).host} cannot be had: ${(error as Error).message}`)
      }
    }
  }

  /** One at a time, which all who ask wait for. */
  async function refresh(): Promise<void> {
    if (fetching === undefined && elapsed() - triedAt < COOL_DOWN_MILLIS) return
    fetching ??= fetchNow().finally(() => {
      fetching = undefined
    })
    await fetching
  }

  function usable(): JWTVerifyGetKey {
    if (known !== undefined && elapsed() - known.at < MAX_STALE_MILLIS) return known.keys
    throw new KeysUnavailableError('the keys of the issuer cannot be had')
  }

  return async (header, token) => {
    if (known === undefined || elapsed() - known.at >= MAX_AGE_MILLIS) await refresh()
    try {
      return await usable()(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      // The issuer may have a new one.
      await refresh()
      return usable()(header, token)
    }
  }
}

/** No redirects. @throws unless it answers 200 with JSON, in time, of a bounded size */
async function fetchJson(url: string): Promise<unknown> {
  const { statusCode, body } = await request(url, {
    headers: { accept: 'application/json, application/jwk-set+json', 'user-agent': 'lipservice-server' },
    signal: AbortSignal.timeout(TIMEOUT_MILLIS),
  })
  if (statusCode !== 200) {
    await body.dump({ limit: MAX_BYTES })
    throw new Error(`it answered ${statusCode}`)
  }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    // Leaving the loop ends the connection.
    if (bytes > MAX_BYTES) throw new Error(`it answered more than ${MAX_BYTES} bytes`)
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
