import { createServer, type Server, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ControlPlaneClient, createControlPlaneClient } from '../../src/control-plane/client.js'
import { acceptPolicy } from '../../src/control-plane/policy-acceptance.js'
import { ManualClock } from '../../src/testing.js'
import { recordingDiag } from '../support/quiet-diag.js'

const MIB = 1024 * 1024
const KEY = 'lipservice-secret-key'

/** A server that answers each connection with given bytes. */
async function rawServer(answer: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  let connections = 0
  const server: Server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => answer(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    get connections() {
      return connections
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const response = (headers: string, body: string | Buffer = '') =>
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\n`), Buffer.from(body)])
const withLength = (body: string | Buffer, more = '') =>
  response(`content-length: ${Buffer.byteLength(body)}\r\ncontent-type: application/json${more}`, body)

describe('a policy request survives a server that', () => {
  let server: Awaited<ReturnType<typeof rawServer>>
  let client: ControlPlaneClient

  const ask = async (answer: (socket: Socket) => void, timeoutMillis = 2_000) => {
    server = await rawServer(answer)
    client = createControlPlaneClient({
      url: server.url,
      apiKey: KEY,
      serviceName: 'shop',
      timeoutMillis,
      clock: new ManualClock(),
      diag: recordingDiag().diag,
    })
    return client.fetchPolicy()
  }
  afterEach(async () => {
    await client.close()
    await server.close()
    vi.restoreAllMocks()
  })

  it.each<[string, Buffer | string, RegExp]>([
    ['ends its body early', response('content-length: 100', '{"version":1}'), /./],
    ['ends a chunked body early', response('transfer-encoding: chunked', '5\r\n{"ver'), /./],
    ['speaks another protocol', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', /./],
    ['answers garbage', Buffer.alloc(10_000, 0xff), /./],
    ['answers nothing at all', '', /./],
    ['says gzip and sends none', withLength('{"version":1}', '\r\ncontent-encoding: gzip'), /header/],
    ['sends half a gzip', withLength(gzipSync('{"version":1}').subarray(0, 20), '\r\ncontent-encoding: gzip'), /end/],
    ['sends gzip and does not say so', withLength(gzipSync('{"version":1}')), /encoded|valid|JSON/],
    ['says brotli', withLength(Buffer.from([0x8b, 5, 0x80, 1]), '\r\ncontent-encoding: br'), /encoded|valid|JSON/],
    ['sends text that is not UTF-8', withLength(Buffer.from('{"version":1,"reasoning":"\xff"}', 'latin1')), /./],
    ['repeats the key', withLength(`{"version":"${KEY}"}`), /repeats the key/],
    ['nests 200 KiB of brackets', withLength('['.repeat(200 * 1024)), /not JSON/],
    [
      'inflates to a MiB and a byte',
      withLength(gzipSync(Buffer.alloc(MIB + 1, 32)), '\r\ncontent-encoding: gzip'),
      /1048576/,
    ],
    ['announces a byte too many', response(`content-length: ${MIB + 1}`, '{'), /1048576/],
  ])('%s', async (_, answer, problem) => {
    const result = await ask((socket) => socket.end(answer))
    expect(result).toMatchObject({ kind: 'failed', problem: expect.stringMatching(problem) })
    expect(JSON.stringify(result)).not.toContain(KEY)
  })

  it('resets the connection in the middle of the body', async () => {
    const result = await ask((socket) => {
      socket.write(response('content-length: 100', '{"ver'), () => setImmediate(() => socket.resetAndDestroy()))
    })
    expect(result).toMatchObject({ kind: 'failed' })
  })

  it('announces a body that is too large: not a byte of it is waited for', async () => {
    const result = await ask((socket) => socket.write(response(`content-length: ${100 * MIB}`, '{')), 60_000)
    expect(result).toMatchObject({ kind: 'failed', problem: expect.stringContaining('larger') })
  })

  it('refuses the key with a page without end: it is refused all the same', async () => {
    const page = `HTTP/1.1 401 Unauthorized\r\ncontent-length: ${100 * MIB}\r\n\r\n${'x'.repeat(300 * 1024)}`
    expect(await ask((socket) => socket.write(page))).toMatchObject({ kind: 'denied' })
  })

  it('drips: the deadline is for the last byte, 10 s unless said otherwise', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout')
    const result = await ask((socket) => {
      socket.write(response('content-length: 1000'))
      const drip = setInterval(() => socket.write(' '), 20)
      socket.on('close', () => clearInterval(drip))
    }, 200)
    expect(result).toMatchObject({ kind: 'failed', problem: expect.stringMatching(/timeout|aborted/i) })
    expect(timeout).toHaveBeenCalledWith(200)
    const patient = createControlPlaneClient({
      url: 'http://127.0.0.1:1',
      serviceName: 's',
      clock: new ManualClock(),
      diag: recordingDiag().diag,
    })
    await patient.fetchPolicy()
    expect(timeout).toHaveBeenLastCalledWith(10_000)
    await patient.close()
  })

  it.each([301, 302, 303, 307, 308])('redirects with %i: the key goes nowhere else', async (status) => {
    const elsewhere = await rawServer((socket) => socket.end(withLength('{"version":9}')))
    const result = await ask((socket) => {
      socket.end(`HTTP/1.1 ${status} Moved\r\nlocation: ${elsewhere.url}/\r\ncontent-length: 0\r\n\r\n`)
    })
    expect(result).toMatchObject({ kind: 'failed' })
    expect(elsewhere.connections).toBe(0)
    await elsewhere.close()
  })

  it('sends gzip in capitals, and is understood', async () => {
    const answer = withLength(gzipSync('{"version":1}'), '\r\ncontent-encoding: GZIP')
    expect(await ask((socket) => socket.end(answer))).toMatchObject({ kind: 'policy', text: '{"version":1}' })
  })

  it('sends a key twice: the last one counts, as in any JSON', async () => {
    const body = '{"version":1,"global_rate":7,"global_rate":0.5}'
    expect(await ask((socket) => socket.end(withLength(body)))).toMatchObject({ document: { global_rate: 0.5 } })
  })
})

describe('a document is refused whole', () => {
  const accept = (json: string) => acceptPolicy(JSON.parse(json), { serviceName: 's', teamId: 1 }, 0)
  const rates = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [i.toString(16).padStart(16, '0'), 0.5]))

  let nested: string
  beforeEach(() => {
    nested = '['.repeat(100_000) + ']'.repeat(100_000)
  })

  it.each<[string, string]>([
    ['a rate above 1', '{"version":1,"global_rate":1.0001}'],
    ['a rate below 0', '{"version":1,"severity_rates":{"INFO":-0.1}}'],
    ['a rate without end', '{"version":1,"global_rate":1e999}'],
    ['a rate of no number', '{"version":1,"global_rate":null}'],
    ['a rate in quotes', '{"version":1,"severity_rates":{"INFO":"0.5"}}'],
    ['rates in an array', '{"version":1,"pattern_rates":[0.5]}'],
    ['a prototype', '{"version":1,"__proto__":{"global_rate":0}}'],
    ['a prototype among rates', '{"version":1,"pattern_rates":{"__proto__":0.5}}'],
    ['a constructor', '{"version":1,"severity_rates":{"constructor":0.5}}'],
    ['10,001 patterns', JSON.stringify({ version: 1, pattern_rates: rates(10_001) })],
    ['10,001 values', JSON.stringify({ version: 1, pattern_values: rates(10_001) })],
    ['a boost of 11', '{"version":1,"anomaly_boost":11}'],
    ['no version', '{"global_rate":0.5}'],
    ['a refresh every 10 ms', '{"version":1,"refresh_seconds":0.01}'],
    ['a refresh every day', '{"version":1,"refresh_seconds":86400}'],
  ])('for %s', (_, json) => {
    expect(accept(json).ok).toBe(false)
  })

  it('for an array nested 100,000 deep, and for rules nested as deep', () => {
    expect(accept(nested).ok).toBe(false)
    expect(accept(`{"version":1,"rules":[${nested}]}`).ok).toBe(false)
    expect(accept(`{"version":1,"unknown":${nested}}`)).toEqual({ ok: true, value: { version: 1 } })
  })

  it('but not for 10,000 patterns', () => {
    expect(accept(JSON.stringify({ version: 1, pattern_rates: rates(10_000) })).ok).toBe(true)
  })
})
