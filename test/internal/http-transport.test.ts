import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, get, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type {
  HttpTransport,
  Proxies,
  TransportOptions,
  TransportRequest,
  TransportResponse,
} from '../../src/internal/http-transport.js'
import { knowsProxies, openNodeTransport } from '../../src/internal/node-transport.js'
import { openTransport } from '../../src/internal/open-transport.js'
import { createRelay } from '../../src/internal/relay-transport.js'
import { requireHere } from '../../src/internal/require-here.js'
import { openUndiciTransport, UNDICI_PARTS } from '../../src/internal/undici-transport.js'
import { type FakePostHog, ManualClock, type Misbehaviour, startFakePostHog } from '../../src/testing.js'
import { hasOpenssl, makeCertificate } from '../support/certificate.js'
import { startForwardProxy } from '../support/forward-proxy.js'
import { recordingDiag } from '../support/quiet-diag.js'

type Open = (options: TransportOptions) => HttpTransport | Promise<HttpTransport>
const IMPLEMENTATIONS: readonly (readonly [name: string, open: Open])[] = [
  ['undici', openUndiciTransport],
  ["Node's own client", openNodeTransport],
]

const MAX_BYTES = 1_000
const PATIENT_MILLIS = 20_000
const SHORT_MILLIS = 300

describe.each(IMPLEMENTATIONS)('requests over %s', (name, open) => {
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  const start = async (options: Partial<TransportOptions> = {}): Promise<HttpTransport> => {
    const transport = await open({ connections: 4, ...options })
    closing.push(() => transport.close())
    return transport
  }
  const ask = (
    transport: HttpTransport,
    url: string,
    over: Partial<TransportRequest> = {},
  ): Promise<TransportResponse> =>
    transport.request({
      method: 'GET',
      url,
      headers: {},
      signal: AbortSignal.timeout(PATIENT_MILLIS),
      maxBytes: MAX_BYTES,
      ...over,
    })

  async function serve(listener: RequestListener, server: Server = createServer()) {
    const sockets = new Set<Socket>()
    server.on('request', listener)
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.unref()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    server.unref()
    closing.push(() => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(resolve))
    })
    return { server, sockets, port: (server.address() as AddressInfo).port }
  }
  /** A server on loopback; `connections` = all that were ever made to it. */
  async function serveHttp(listener: RequestListener) {
    const { server, sockets, port } = await serve(listener)
    return {
      server,
      closeConnections: () => sockets.forEach((socket) => void socket.destroy()),
      url: `http://127.0.0.1:${port}/`,
      get connections() {
        return sockets.size
      },
    }
  }

  it('carry method, path, headers and body, and bring status, headers and body', async () => {
    const seen: (Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { body: string })[] = []
    const server = await serveHttp(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      seen.push({ method: request.method, url: request.url, headers: request.headers, body })
      response.writeHead(207, { etag: '"7"', 'set-cookie': ['a', 'b'] }).end('ünd')
    })
    const transport = await start()
    const answer = await ask(transport, `${server.url}i/v1/logs?x=1`, {
      method: 'POST',
      headers: { authorization: 'Bearer k', 'content-type': 'text/plain' },
      body: Buffer.from('body of µ'),
    })
    expect(answer).toMatchObject({
      status: 207,
      problem: undefined,
      headers: { etag: '"7"', 'set-cookie': ['a', 'b'] },
    })
    expect(answer.body.toString()).toBe('ünd')
    await ask(transport, server.url)
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: '/i/v1/logs?x=1',
        headers: { authorization: 'Bearer k', 'content-type': 'text/plain', 'content-length': '10' },
        body: 'body of µ',
      },
      { method: 'GET', url: '/', body: '' },
    ])
    expect(seen[0]!.headers).not.toHaveProperty('transfer-encoding')
    // Nobody here inflates what was not asked for.
    for (const { headers } of seen) expect(headers).not.toHaveProperty('accept-encoding')
  })

  it('carry a mebibyte, and an empty body', async () => {
    const lengths: number[] = []
    const server = await serveHttp(async (request, response) => {
      let length = 0
      for await (const chunk of request) length += (chunk as Buffer).length
      lengths.push(length)
      response.end()
    })
    const transport = await start()
    await ask(transport, server.url, { method: 'POST', body: Buffer.alloc(2 ** 20) })
    await ask(transport, server.url, { method: 'POST', body: Buffer.alloc(0) })
    expect(lengths).toEqual([2 ** 20, 0])
  })

  it('read no more of a body than they may', async () => {
    const server = await serveHttp((request, response) => {
      const size = Number(request.url!.slice(1))
      response.writeHead(200, { 'transfer-encoding': 'chunked' }).end('x'.repeat(size))
    })
    const transport = await start()
    expect(await ask(transport, `${server.url}1000`)).toMatchObject({ status: 200, problem: undefined })
    const cut = await ask(transport, `${server.url}1001`)
    expect(cut).toMatchObject({ status: 200, problem: 'the answer is larger than 1000 bytes' })
    expect(cut.body.toString()).toBe('x'.repeat(1_000))
  })

  it('do not wait for a body that announces more than they may read', async () => {
    const server = await serveHttp((_, response) => {
      response.writeHead(503, { 'content-length': '1001', 'retry-after': '7' }).write('x')
    })
    const answer = await ask(await start(), server.url)
    expect(answer).toMatchObject({ status: 503, problem: 'the answer is larger than 1000 bytes' })
    expect(answer.headers['retry-after']).toBe('7')
    expect(answer.body).toHaveLength(0)
  })

  it.each([301, 302, 303, 307, 308])('do not follow a redirect with %i', async (status) => {
    let elsewhere = 0
    const other = await serveHttp((_, response) => {
      elsewhere++
      response.end()
    })
    const server = await serveHttp((_, response) => response.writeHead(status, { location: other.url }).end('moved'))
    const answer = await ask(await start(), server.url, { method: 'POST', body: Buffer.from('x') })
    expect(answer.status).toBe(status)
    expect(answer.headers['location']).toBe(other.url)
    expect(elsewhere).toBe(0)
  })

  it.each<[url: string, headers: Record<string, string>]>([
    ['http://127.0.0.1:1/', {}],
    ['no URL at all', {}],
    ['ftp://127.0.0.1/', {}],
    ['http://127.0.0.1:1/', { authorization: 'Bearer two\nlines' }],
  ])('to %s with %j reject, and throw nowhere else', async (url, headers) => {
    await expect(ask(await start(), url, { headers })).rejects.toThrow(/./)
  })

  describe('to a backend that fails', () => {
    let posthog: FakePostHog
    beforeEach(async () => {
      posthog = await startFakePostHog()
      closing.push(() => posthog.close())
    })

    it.each<[Misbehaviour, 'rejects' | 'keeps the status']>([
      ['hang', 'rejects'],
      ['reset', 'rejects'],
      ['half_close', 'rejects'],
      ['drip_headers', 'rejects'],
      ['garbage', 'rejects'],
      ['interim', 'rejects'],
      ['reset_in_body', 'keeps the status'],
      ['drip', 'keeps the status'],
      ['short', 'keeps the status'],
      ['endless', 'keeps the status'],
      ['bomb', 'keeps the status'],
    ])('by %s: %s, and the next request works', async (misbehave, outcome) => {
      const transport = await start()
      posthog.answer(() => ({ status: 202, misbehave }))
      const answers = Array.from({ length: 4 }, () =>
        ask(transport, posthog.url, { signal: AbortSignal.timeout(SHORT_MILLIS) }).then(
          ({ status, problem }) => (status === 202 && problem ? 'keeps the status' : 'whole'),
          (error) => (error instanceof Error && error.message !== '' ? 'rejects' : error),
        ),
      )
      expect(await Promise.all(answers)).toEqual(Array(4).fill(outcome))
      posthog.answer(() => ({ status: 202 }))
      expect(await ask(transport, posthog.url)).toMatchObject({ status: 202, problem: undefined })
    })
  })

  it('end when their signal says so, before it is sent, while it hangs and within the body', async () => {
    const server = await serveHttp((request, response) => {
      if (request.url === '/body') response.writeHead(200).write('some')
    })
    const transport = await start()
    await expect(ask(transport, server.url, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i)
    const controller = new AbortController()
    server.server.once('request', () => controller.abort())
    await expect(ask(transport, server.url, { signal: controller.signal })).rejects.toThrow(/abort/i)
    const late = AbortSignal.timeout(SHORT_MILLIS)
    const answer = await ask(transport, `${server.url}body`, { signal: late })
    expect(answer).toMatchObject({ status: 200, problem: expect.stringMatching(/abort|timeout/i) })
    expect(answer.body.toString()).toBe('some')
  })

  it('share connections: one after the other takes hardly any, many at once take as many as are allowed', async () => {
    let waiting: (() => void)[] = []
    let together = 1
    const server = await serveHttp(async (request, response) => {
      await request.resume().toArray()
      waiting.push(() => response.end('done'))
      if (waiting.length < together) return
      for (const answer of waiting) answer()
      waiting = []
    })
    const transport = await start({ connections: 3 })
    for (let i = 0; i < 10; i++) await ask(transport, server.url, { method: 'POST', body: Buffer.from('x') })
    // undici takes a second one where it has not quite let go of the first.
    expect(server.connections).toBeLessThanOrEqual(2)
    together = 3
    const answers = await Promise.all(Array.from({ length: 21 }, () => ask(transport, server.url)))
    expect(answers.every(({ status, problem }) => status === 200 && problem === undefined)).toBe(true)
    expect(server.connections).toBe(3)
  })

  it('come through after the server has closed the connection that was kept', async () => {
    const server = await serveHttp((_, response) => response.end('here'))
    const transport = await start({ connections: 1 })
    for (let i = 1; i <= 3; i++) {
      expect((await ask(transport, server.url)).body.toString()).toBe('here')
      expect(server.connections).toBe(i)
      server.closeConnections()
      // Its end has to reach this side.
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    }
  })

  it('understand a server that says nothing of the length and closes', async () => {
    const server = await serveHttp((_, response) => {
      response.socket!.end('HTTP/1.0 200 OK\r\netag: x\r\n\r\nold ways')
    })
    const answer = await ask(await start(), server.url)
    expect(answer).toMatchObject({ status: 200, problem: undefined })
    expect(answer.body.toString()).toBe('old ways')
  })

  it('never keep the process alive: neither while an answer is due nor between requests', async () => {
    const held = () => process.getActiveResourcesInfo().filter((kind) => /TCP|TLS/.test(kind)).length
    const server = await serveHttp((request, response) => {
      if (request.url !== '/hang') response.end('x')
    })
    const hangs = () =>
      new Promise<void>((resolve) => {
        server.server.once('request', () => setImmediate(resolve))
      })
    // A request that does hold the process is seen.
    const before = held()
    const holding = get(`${server.url}hang`).on('error', () => {})
    await hangs()
    expect(held()).toBeGreaterThan(before)
    holding.destroy()
    await new Promise((resolve) => holding.once('close', resolve))

    const transport = await start()
    const controller = new AbortController()
    // The second goes over a connection that was used before.
    await ask(transport, server.url)
    const hanging = [1, 2].map(() => ask(transport, `${server.url}hang`, { signal: controller.signal }).catch(() => {}))
    await hangs()
    expect(held()).toBeLessThanOrEqual(before)
    controller.abort()
    await Promise.all(hanging)
    await ask(transport, server.url)
    await new Promise((resolve) => setImmediate(resolve))
    expect(held()).toBeLessThanOrEqual(before)
  })

  it('end when the transport is closed: under way, waiting for a connection, and later ones', async () => {
    let arrived = () => {}
    const first = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const server = await serveHttp(() => arrived())
    const transport = await start({ connections: 1 })
    const asked = [1, 2, 3].map(() =>
      ask(transport, server.url).then(
        () => 'answered',
        () => 'rejected',
      ),
    )
    await first
    await transport.close()
    expect(await Promise.all(asked)).toEqual(['rejected', 'rejected', 'rejected'])
    await expect(ask(transport, server.url)).rejects.toThrow(/./)
    expect(server.connections).toBe(1)
    await transport.close()
  })

  describe.skipIf(!hasOpenssl())('over TLS (skipped where openssl is missing: it makes the certificates)', () => {
    let directory: string
    beforeEach(() => {
      directory = mkdtempSync(path.join(tmpdir(), 'lipservice-tls-'))
      closing.push(() => rmSync(directory, { recursive: true, force: true }))
    })
    const serveTls = async (address: string) => {
      const { key, cert } = makeCertificate(directory, address)
      const { port } = await serve((_, response) => response.end('secret'), createTlsServer({ key, cert }))
      return { port, url: `https://127.0.0.1:${port}/`, ca: cert.toString() }
    }

    it('trust the certificate they were given, for its own host, and no other', async () => {
      const { url, ca } = await serveTls('127.0.0.1')
      expect((await ask(await start({ ca }), url)).body.toString()).toBe('secret')
      await expect(ask(await start(), url)).rejects.toThrow(/self.signed|certificate/i)
      const other = await serveTls('127.0.0.2')
      await expect(ask(await start({ ca: other.ca }), other.url)).rejects.toThrow(/127\.0\.0\.1/)
    })

    it('go through a proxy by a tunnel', async () => {
      const { url, port, ca } = await serveTls('127.0.0.1')
      const proxy = await startForwardProxy()
      closing.push(() => proxy.close())
      const transport = await start({ ca, proxies: { http: undefined, https: proxy.url, no: undefined } })
      expect((await ask(transport, url)).body.toString()).toBe('secret')
      expect(proxy.asked).toEqual([`127.0.0.1:${port}`])
    })
  })

  it('go by the proxies they were given, and directly where these say so', async () => {
    const server = await serveHttp(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      response.end(`${request.method} ${request.url} ${body}`)
    })
    const proxy = await startForwardProxy()
    closing.push(() => proxy.close())
    const { host } = new URL(server.url)
    const through = async (proxies: Proxies) => {
      const answer = await ask(await start({ proxies }), `${server.url}logs`, {
        method: 'POST',
        body: Buffer.from('x'),
      })
      expect(answer.body.toString()).toBe('POST /logs x')
    }
    await through({ http: proxy.url, https: proxy.url, no: undefined })
    expect(proxy.asked).toEqual([host])
    await through({ http: proxy.url, https: proxy.url, no: 'example.org,127.0.0.1' })
    await through({ http: undefined, https: proxy.url, no: undefined })
    expect(proxy.asked).toEqual([host])
  })

  it(`is ${name}: all of the above can run on this version of Node.js`, () => {
    expect(knowsProxies(process.versions.node)).toBe(true)
  })
})

describe('the transport', () => {
  const SOON = 31_000
  const ask = (transport: HttpTransport, url: string) =>
    transport.request({
      method: 'GET',
      url,
      headers: {},
      signal: AbortSignal.timeout(PATIENT_MILLIS),
      maxBytes: MAX_BYTES,
    })

  it("is Node's own client where undici cannot be loaded, and says so once", async () => {
    const open: typeof openUndiciTransport = async () => {
      throw new Error('Dynamic require of "node:assert" is not supported')
    }
    const posthog = await startFakePostHog()
    const { diag, said } = recordingDiag()
    for (let i = 0; i < 2; i++) {
      const timers = new ManualClock()
      const transport = await openTransport({ connections: 1 }, diag, { open, load: () => {}, timers })
      await timers.advanceAsync(SOON)
      expect((await ask(transport, posthog.url)).status).toBe(404)
      await transport.close()
    }
    expect(said).toEqual([expect.stringMatching(/undici cannot be loaded.*Node's own.*Dynamic require/)])
    await posthog.close()
  })

  it("sends by Node's own client at first, and by undici once that was loaded in parts", async () => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.headers.connection ?? '')
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const { diag, said } = recordingDiag()
    const timers = new ManualClock()
    const loaded: string[] = []
    const opened: HttpTransport[] = []
    const open: typeof openUndiciTransport = async (options) => {
      opened.push(await openUndiciTransport(options))
      return opened[0]!
    }
    const load = (part: string): void => {
      loaded.push(part)
      throw new Error('this version has it elsewhere')
    }
    const transport = await openTransport({ connections: 1 }, diag, { open, load, timers })
    expect((await ask(transport, url)).status).toBe(200)
    expect(opened).toEqual([])
    expect(loaded).toEqual([])
    await timers.advanceAsync(SOON)
    expect(loaded).toEqual(UNDICI_PARTS)
    expect(opened).toHaveLength(1)
    expect((await ask(transport, url)).status).toBe(200)
    expect(asked).toHaveLength(2)
    expect(said).toEqual([])
    await transport.close()
    await expect(ask(opened[0]!, url)).rejects.toThrow()
    await new Promise((resolve) => server.close(resolve))
  })

  it('never loads undici for a process that ends before', async () => {
    const timers = new ManualClock()
    const loaded: string[] = []
    const { diag } = recordingDiag()
    const transport = await openTransport({ connections: 1 }, diag, {
      open: openUndiciTransport,
      load: (part) => loaded.push(part),
      timers,
    })
    await transport.close()
    await timers.advanceAsync(SOON)
    expect(loaded).toEqual([])
  })

  it('has parts of undici to load that are there', () => {
    for (const part of UNDICI_PARTS) expect(() => requireHere(part), part).not.toThrow()
  })

  it.each([
    ['before', false],
    ['behind', true],
  ])('ends a request where it began, a change comes %s its response', async (_, isAnsweredFirst) => {
    let answer = (): void => {}
    const closed: string[] = []
    const of = (name: string): HttpTransport => ({
      request: () =>
        new Promise((resolve) => {
          answer = () => resolve({ status: 200, headers: {}, body: Buffer.from(name), problem: undefined })
        }),
      close: async () => void closed.push(name),
    })
    const { transport, use } = createRelay(of('first'))
    const response = ask(transport, 'http://localhost/')
    if (isAnsweredFirst) {
      answer()
      await response
    }
    use(of('second'))
    expect(closed).toEqual(isAnsweredFirst ? ['first'] : [])
    answer()
    expect((await response).body.toString()).toBe('first')
    await Promise.resolve()
    expect(closed).toEqual(['first'])
    const next = ask(transport, 'http://localhost/')
    answer()
    expect((await next).body.toString()).toBe('second')
    await transport.close()
    expect(closed).toContain('second')
  })

  it('says nothing where undici is there', async () => {
    const { diag, said } = recordingDiag()
    await (await openTransport({ connections: 1 }, diag)).close()
    expect(said).toEqual([])
  })

  it.each([
    ['20.19.5', false],
    ['22.20.0', false],
    ['22.21.0', true],
    ['23.11.0', false],
    ['24.4.1', false],
    ['24.5.0', true],
    ['25.0.0', true],
    ['26.10.0', true],
  ])('knows that Node.js %s goes by proxies itself: %s', (version, knows) => {
    expect(knowsProxies(version)).toBe(knows)
  })
})
