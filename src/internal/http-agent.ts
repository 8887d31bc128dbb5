import type { Agent, buildConnector, Dispatcher, EnvHttpProxyAgent, request } from 'undici'

const KEEP_ALIVE_MILLIS = 10_000

/** How connections are made. */
export interface ConnectionOptions {
  /** Go by HTTP_PROXY, HTTPS_PROXY and NO_PROXY. Default: `false`. */
  readonly useProxies?: boolean
  /** Certificates in PEM to trust in the place of Node's own. */
  readonly ca?: string
}

export interface HttpAgent {
  readonly agent: Agent | EnvHttpProxyAgent
  readonly request: typeof request
}

export type HttpResponse = Dispatcher.ResponseData

/**
 * An undici agent whose connections never keep the process alive, not even while an answer is due: who wants to wait for an
 * answer holds a timer meanwhile. (A proxy's do, while a request is under way: undici makes them itself.) undici is loaded here and
 * not before, so that starting an app does not wait for it.
 */
export async function createHttpAgent(
  connections: number,
  { useProxies = false, ca }: ConnectionOptions = {},
): Promise<HttpAgent> {
  const { Agent, EnvHttpProxyAgent, buildConnector, request } = await import('undici')
  const tls = ca === undefined ? {} : { ca }
  const common = { connections, keepAliveTimeout: KEEP_ALIVE_MILLIS, pipelining: 1 }
  if (useProxies) return { agent: new EnvHttpProxyAgent({ ...common, connect: tls, requestTls: tls }), request }
  return { agent: new Agent({ ...common, connect: withoutHold(buildConnector(tls)) }), request }
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
