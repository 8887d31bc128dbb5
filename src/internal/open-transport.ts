import type { Diag } from './diag.js'
import type { HttpTransport, TransportOptions } from './http-transport.js'
import { knowsProxies, openNodeTransport } from './node-transport.js'
import { openUndiciTransport } from './undici-transport.js'

/** undici where it can be loaded, else Node's own modules; what cannot be had with those is said. Never rejects. */
export async function openTransport(
  options: TransportOptions,
  diag: Diag,
  openFirst: typeof openUndiciTransport = openUndiciTransport,
): Promise<HttpTransport> {
  try {
    return await openFirst(options)
  } catch (error) {
    const withoutProxy = options.proxies !== undefined && !knowsProxies(process.versions.node)
    diag.once(
      'transport',
      withoutProxy
        ? "undici cannot be loaded here, and this version of Node.js knows no proxies: logs go past the environment's proxy; leave undici out of the bundle, or use Node.js 22.21, 24.5 or later"
        : "undici cannot be loaded here; logs go over Node's own HTTP client",
      error,
    )
    return openNodeTransport(options)
  }
}
