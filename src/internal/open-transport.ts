import type { Diag } from './diag.js'
import type { HttpTransport, TransportOptions } from './http-transport.js'
import { knowsProxies, openNodeTransport } from './node-transport.js'
import { isMainRealm } from './realm.js'
import { openUndiciTransport } from './undici-transport.js'

/**
 * Opens a transport over undici where it can be loaded, and runs among the process's own globals, which it needs; else over Node's own
 * modules. Reports what those cannot do. Never rejects.
 */
export async function openTransport(
  options: TransportOptions,
  diag: Diag,
  openFirst: typeof openUndiciTransport = openUndiciTransport,
): Promise<HttpTransport> {
  const withoutProxy = options.proxies !== undefined && !knowsProxies(process.versions.node)
  try {
    if (isMainRealm()) return await openFirst(options)
    if (withoutProxy) diag.once('proxy_skipped')
  } catch (error) {
    diag.once(withoutProxy ? 'proxy_skipped' : 'undici_missing', { cause: firstLine(error) })
  }
  return openNodeTransport(options)
}

/** Below it Node.js lists who required whom. */
function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!
}
