import type { Context } from 'hono'
import { hashOf, matches } from '../keys/api-key.js'

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/
/** A proxy on this machine speaks for others. */
const PROXIED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']

/**
 * Returns who may look at the metrics: who has the token; without one who asks from this machine, and not by a proxy.
 *
 * @param token empty: there is none
 */
export function metricsGuard(token: string): (request: Request, address: string | undefined) => boolean {
  const hash = hashOf(token)
  return ({ headers }, address) => {
    if (token === '')
      return address !== undefined && LOOPBACK.test(address) && !PROXIED.some((name) => headers.has(name))
    const [, given] = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '') ?? []
    return given !== undefined && matches(given, hash)
  }
}

/** Returns the address that a request came from; `undefined` where it came over no connection. */
export function remoteAddressOf({ env }: Context): string | undefined {
  const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } }
  return incoming?.socket?.remoteAddress
}
