import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import {
  type HttpTransport,
  KEEP_ALIVE_MILLIS,
  type TransportOptions,
  type TransportRequest,
} from './http-transport.js'
import { requireHere } from './require-here.js'
import { readResponse } from './response-body.js'

/**
 * Opens a transport over Node's own modules, which every bundle, realm and test runner can load. They are loaded here: an app that is
 * only imported does not wait for TLS.
 */
export function openNodeTransport({ connections, proxies, ca }: TransportOptions): HttpTransport {
  const http = builtin<typeof import('node:http')>('node:http')
  const options = {
    keepAlive: true,
    maxSockets: connections,
    // Of a connection that nobody uses.
    timeout: KEEP_ALIVE_MILLIS,
    ...(proxies !== undefined && {
      proxyEnv: { http_proxy: proxies.http, https_proxy: proxies.https, no_proxy: proxies.no },
    }),
  }
  const plain = new http.Agent(options)
  let secure: { https: typeof import('node:https'); agent: HttpsAgent } | undefined
  const underWay = new Set<ClientRequest>()
  let closed = false

  function bySecure() {
    if (secure === undefined) {
      const https = builtin<typeof import('node:https')>('node:https')
      secure = { https, agent: new https.Agent({ ...options, ...(ca !== undefined && { ca }) }) }
    }
    return { request: secure.https.request, agent: secure.agent }
  }

  function send({ url, method, headers, body, signal }: TransportRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const isSecure = url.startsWith('https:')
      const length = body && { 'content-length': String(body.length) }
      const { request: start, agent } = isSecure ? bySecure() : { request: http.request, agent: plain }
      const request = start(url, {
        agent,
        method,
        headers: { ...headers, ...length },
        signal,
      })
      underWay.add(request)
      request.on('socket', (socket) => socket.unref())
      request.on('response', resolve)
      request.on('error', reject)
      request.on('close', () => {
        underWay.delete(request)
        reject(new Error('the connection was closed'))
      })
      request.end(body)
    })
  }

  return {
    async request(request) {
      if (closed) throw new Error('closed')
      const answer = await send(request)
      return readResponse(answer.statusCode!, answer.headers, answer, request.maxBytes)
    },
    async close() {
      closed = true
      for (const request of underWay) request.destroy()
      plain.destroy()
      secure?.agent.destroy()
    },
  }
}

/** The copy of `process` that a sandbox has may lack the function. */
function builtin<T>(name: string): T {
  return (process.getBuiltinModule?.(name) ?? requireHere(name)) as T
}

/** Returns whether a version of Node.js supports proxies itself: 22 from 22.21, 24 from 24.5, and all later ones. */
export function knowsProxies(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21)
}
