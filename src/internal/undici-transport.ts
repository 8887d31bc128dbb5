import type { buildConnector } from 'undici'
import { type HttpTransport, KEEP_ALIVE_MILLIS, type TransportOptions } from './http-transport.js'
import { requireHere } from './require-here.js'
import { readResponse } from './response-body.js'

/** What takes longest to load, in the order in which the parts need each other: each takes 10–25 ms, all at once 100. */
export const UNDICI_PARTS: readonly string[] = [
  'core/util',
  'dispatcher/client',
  'dispatcher/env-http-proxy-agent',
  'web/fetch/index',
  'mock/mock-agent',
].map((part) => `undici/lib/${part}.js`)

/**
 * Opens a transport over undici, which costs an app the least. It is loaded here, so that starting an app does not wait for it, and
 * no bundler sees it: a bundle would have a megabyte that ES modules cannot load, or not on every Node.js.
 *
 * @throws when it cannot be loaded
 */
export async function openUndiciTransport({ connections, proxies, ca }: TransportOptions): Promise<HttpTransport> {
  const undici = requireHere('undici') as typeof import('undici')
  const { Agent, EnvHttpProxyAgent, buildConnector, request: send } = undici
  // In a bundle it may be the app's own, of whatever age.
  if (EnvHttpProxyAgent === undefined) throw new Error('undici is older than 6.14')
  const tls = ca === undefined ? {} : { ca }
  const common = { connections, keepAliveTimeout: KEEP_ALIVE_MILLIS, pipelining: 1 }
  const dispatcher =
    proxies === undefined
      ? new Agent({ ...common, connect: withoutHold(buildConnector(tls)) })
      : new EnvHttpProxyAgent({
          ...common,
          connect: tls,
          requestTls: tls,
          httpProxy: proxies.http ?? '',
          httpsProxy: proxies.https ?? '',
          noProxy: proxies.no ?? '',
        })

  return {
    async request({ url, method, headers, body, signal, maxBytes }) {
      const answer = await send(url, { dispatcher, method, headers, body: body ?? null, signal })
      return readResponse(answer.statusCode, answer.headers, answer.body, maxBytes)
    },
    async close() {
      await dispatcher.destroy()
    },
  }
}

interface Holding {
  unref(): unknown
  ref(): unknown
}

function withoutHold(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) => {
    const connecting: unknown = connect(options, (...result) => {
      neverHold(result[1])
      callback(...result)
    })
    neverHold(connecting as Holding | undefined)
  }
}

function neverHold(socket: Holding | null | undefined): void {
  if (!socket) return
  socket.unref()
  // undici holds a socket for as long as it has a request.
  socket.ref = () => socket
}
