import type { Diag } from './diag.js'
import type { HttpTransport, TransportOptions } from './http-transport.js'
import { knowsProxies, openNodeTransport } from './node-transport.js'
import { openUndiciTransport } from './undici-transport.js'

/** Opens a transport over undici where it can be loaded, else over Node's own modules. Reports what those cannot do. Never rejects. */
export async function openTransport(
  options: TransportOptions,
  diag: Diag,
  openFirst: typeof openUndiciTransport = openUndiciTransport,
): Promise<HttpTransport> {
  try {
    return await openFirst(options)
  } catch (error) {
    const withoutProxy = options.proxies !== undefined && !knowsProxies(process.versions.node)
    diag.once(withoutProxy ? 'proxy_skipped' : 'undici_missing', { cause: firstLine(error) })
    return openNodeTransport(options)
  }
}

/** Below it Node.js lists who required whom. */
function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!
}
