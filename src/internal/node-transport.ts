import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import {
  type HttpTransport,
  KEEP_ALIVE_MILLIS,
  type TransportOptions,
  type TransportRequest,
} from './http-transport.js'
import { readResponse } from './response-body.js'

/** Opens a transport over Node's own modules, which every bundle, realm and test runner can load. */
export function openNodeTransport({ connections, proxies, ca }: TransportOptions): HttpTransport {
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
  const secure = new https.Agent({ ...options, ...(ca !== undefined && { ca }) })
  const underWay = new Set<ClientRequest>()
  let closed = false

  function send({ url, method, headers, body, signal }: TransportRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const isSecure = url.startsWith('https:')
      const length = body && { 'content-length': String(body.length) }
      const request = (isSecure ? https : http).request(url, {
        agent: isSecure ? secure : plain,
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
      secure.destroy()
    },
  }
}

/** Returns whether a version of Node.js supports proxies itself: 22 from 22.21, 24 from 24.5, and all later ones. */
export function knowsProxies(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21)
}
