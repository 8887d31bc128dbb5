import type { Agent, buildConnector, request } from 'undici'

const KEEP_ALIVE_MILLIS = 10_000

export interface HttpAgent {
  readonly agent: Agent
  readonly request: typeof request
}

/**
 * An undici agent whose connections never keep the process alive, not even while an answer is due: who wants to wait for an
 * answer holds a timer meanwhile. undici is loaded here and not before, so that starting an app does not wait for it.
 */
export async function createHttpAgent(connections: number): Promise<HttpAgent> {
  const { Agent, buildConnector, request } = await import('undici')
  const connect = withoutHold(buildConnector({}))
  return { agent: new Agent({ connect, connections, keepAliveTimeout: KEEP_ALIVE_MILLIS, pipelining: 1 }), request }
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
