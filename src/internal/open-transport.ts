import type { Diag } from './diag.js'
import type { HttpTransport, TransportOptions } from './http-transport.js'
import { loadInParts } from './load-in-parts.js'
import { knowsProxies, openNodeTransport } from './node-transport.js'
import { isMainRealm } from './realm.js'
import { createRelay } from './relay-transport.js'
import { requireHere } from './require-here.js'
import { systemTimers, type Timers } from './timer.js'
import { openUndiciTransport, UNDICI_PARTS } from './undici-transport.js'

/** Loading undici takes a tenth of a second: a process that starts has better things to do, and many jobs end before. */
const UNDICI_AFTER_MILLIS = 30_000

export interface TransportParts {
  readonly open: typeof openUndiciTransport
  readonly load: (part: string) => unknown
  readonly timers: Timers
}

const SYSTEM: TransportParts = { open: openUndiciTransport, load: requireHere, timers: systemTimers }

/**
 * Opens a transport. It sends by Node's own modules first, and half a minute later by undici, where that can be loaded and runs among the process's own
 * globals, which it needs. Reports what Node's modules cannot do. Never rejects.
 */
export async function openTransport(
  options: TransportOptions,
  diag: Diag,
  parts: TransportParts = SYSTEM,
): Promise<HttpTransport> {
  const withoutProxy = options.proxies !== undefined && !knowsProxies(process.versions.node)
  if (!isMainRealm()) {
    if (withoutProxy) diag.once('proxy_skipped')
    return openNodeTransport(options)
  }
  if (withoutProxy) {
    try {
      return await parts.open(options)
    } catch (error) {
      diag.once('proxy_skipped', { cause: firstLine(error) })
      return openNodeTransport(options)
    }
  }
  return openNodeThenUndici(options, diag, parts)
}

function openNodeThenUndici(
  options: TransportOptions,
  diag: Diag,
  { open, load, timers }: TransportParts,
): HttpTransport {
  const { transport, use } = createRelay(openNodeTransport(options))
  let closed = false
  const timer = timers.after(UNDICI_AFTER_MILLIS, () => void change())

  async function change(): Promise<void> {
    if (!(await loadInParts(UNDICI_PARTS, load, timers, () => closed))) return
    try {
      use(await open(options))
    } catch (error) {
      diag.once('undici_missing', { cause: firstLine(error) })
    }
  }

  return {
    request: transport.request,
    close() {
      closed = true
      timer.cancel()
      return transport.close()
    },
  }
}

/** Below it Node.js lists who required whom. */
function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!
}
