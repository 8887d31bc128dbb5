import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { context, ROOT_CONTEXT } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { isTracingSuppressed } from '@opentelemetry/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOtlpHttp, type OtlpHttp, type OtlpHttpOptions } from '../../src/delivery/otlp-http.js'
import { resolveConnection } from '../../src/options/connection.js'
import { type FakePostHog, type Misbehaviour, startFakePostHog } from '../../src/testing.js'
import { hasOpenssl, makeCertificate } from '../support/certificate.js'
import { startForwardProxy } from '../support/forward-proxy.js'
import { recordingDiag } from '../support/quiet-diag.js'

const TIMEOUT_MILLIS = 2_000
const BODY = Buffer.alloc(0)
const FAULTS: readonly (readonly [Misbehaviour, 'delivered' | 'retry'])[] = [
  ['hang', 'retry'],
  ['reset', 'retry'],
  ['half_close', 'retry'],
  ['drip_headers', 'retry'],
  ['garbage', 'retry'],
  ['interim', 'retry'],
  // The status has come: what follows it does not matter any more.
  ['reset_in_body', 'delivered'],
  ['drip', 'delivered'],
  ['short', 'delivered'],
  ['endless', 'delivered'],
  ['bomb', 'delivered'],
]

// Most of them wait for the deadline: side by side.
it.concurrent.each(FAULTS)(
  'a backend that fails by %s is done with in time, and met as soon as it has healed',
  async (misbehave, expected) => {
    const posthog = await startFakePostHog()
    const http = createOtlpHttp({
      url: `${posthog.url}/i/v1/logs`,
      headers: { authorization: `Bearer ${posthog.token}` },
      timeoutMillis: TIMEOUT_MILLIS,
      epochMillis: () => 0,
      diag: recordingDiag().diag,
    })
    posthog.answer(() => ({ misbehave }))
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => http.send(BODY, 'application/x-protobuf')))
    expect(outcomes.map(({ outcome }) => outcome.kind)).toEqual(Array(4).fill(expected))
    posthog.answer(undefined)
    expect((await http.send(BODY, 'application/x-protobuf')).outcome.kind).toBe('delivered')
    await http.close()
    await posthog.close()
  },
  TIMEOUT_MILLIS * 6,
)

describe('a backend that fails', () => {
  let posthog: FakePostHog
  const opened: OtlpHttp[] = []
  const open = (over: Partial<OtlpHttpOptions> = {}) => {
    const url = `${posthog.url}/i/v1/logs`
    const headers = { authorization: `Bearer ${posthog.token}` }
    const http = createOtlpHttp({
      url,
      headers,
      timeoutMillis: TIMEOUT_MILLIS,
      epochMillis: () => 0,
      diag: recordingDiag().diag,
      ...over,
    })
    opened.push(http)
    return http
  }
  const send = (http: OtlpHttp) => http.send(BODY, 'application/x-protobuf')

  beforeEach(async () => {
    posthog = await startFakePostHog()
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((http) => http.close()))
    await posthog.close()
  })

  it('by a redirect is not followed, and the key goes nowhere else', async () => {
    const elsewhere = await startFakePostHog()
    try {
      for (const status of [301, 302, 307, 308]) {
        posthog.answer([{ status, headers: { location: `${elsewhere.url}/i/v1/logs` } }])
        expect((await send(open())).outcome.kind).toBe('denied')
      }
      expect(elsewhere.requests).toHaveLength(0)
    } finally {
      await elsewhere.close()
    }
  })

  it('never puts the key into what is said of it', async () => {
    const http = open()
    for (const misbehave of ['reset', 'garbage', 'hang'] as const) {
      posthog.answer([{ misbehave }])
      expect(JSON.stringify((await send(http)).outcome)).not.toContain(posthog.token)
    }
  })

  it('is asked in a context that is not traced', async () => {
    const manager = new AsyncLocalStorageContextManager().enable()
    context.setGlobalContextManager(manager)
    const suppressed: boolean[] = []
    const original = manager.with.bind(manager)
    manager.with = (active, ...rest) => {
      suppressed.push(isTracingSuppressed(active))
      return original(active, ...(rest as [never, never]))
    }
    try {
      await context.with(ROOT_CONTEXT, () => send(open()))
      expect(suppressed).toContain(true)
    } finally {
      context.disable()
    }
  })

  it('is reached through a proxy of the environment', async () => {
    const proxy = await startForwardProxy()
    const http = open({ connection: resolveConnection({ HTTP_PROXY: proxy.url }) })
    expect((await send(http)).outcome.kind).toBe('delivered')
    expect(proxy.asked).toEqual([new URL(posthog.url).host])
    await proxy.close()
  })
})

describe.skipIf(!hasOpenssl())(
  'a backend with TLS (skipped where openssl is missing: it makes the certificates)',
  () => {
    let directory: string
    const closing: (() => unknown)[] = []

    beforeEach(() => {
      directory = mkdtempSync(path.join(tmpdir(), 'lipservice-tls-'))
    })
    afterEach(async () => {
      for (const close of closing.splice(0)) await close()
      rmSync(directory, { recursive: true, force: true })
    })

    async function serve({ key, cert }: { key: Buffer; cert: Buffer }): Promise<string> {
      const server = createServer({ key, cert }, (request, response) => {
        request.resume().on('end', () => response.end('{}'))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      closing.push(() => server.close())
      closing.push(() => server.closeAllConnections())
      return `https://127.0.0.1:${(server.address() as AddressInfo).port}/i/v1/logs`
    }

    async function outcomeAt(url: string, certificate?: string) {
      const env = certificate === undefined ? {} : { OTEL_EXPORTER_OTLP_CERTIFICATE: certificate }
      const connection = resolveConnection(env)
      const http = createOtlpHttp({
        url,
        headers: {},
        timeoutMillis: 2_000,
        connection,
        epochMillis: () => 0,
        diag: recordingDiag().diag,
      })
      closing.push(() => http.close())
      return (await http.send(BODY, 'application/x-protobuf')).outcome.kind
    }

    it('is trusted by the certificate of the environment', async () => {
      const certificate = makeCertificate(directory, '127.0.0.1')
      expect(await outcomeAt(await serve(certificate), certificate.file)).toBe('delivered')
    })

    it('is not trusted without, nor for another host', async () => {
      const good = makeCertificate(directory, '127.0.0.1')
      expect(await outcomeAt(await serve(good))).toBe('retry')
      const other = makeCertificate(directory, '127.0.0.2')
      expect(await outcomeAt(await serve(other), other.file)).toBe('retry')
    })

    it('that speaks no TLS is an error like any other', async () => {
      const server = createTcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      closing.push(() => server.close())
      expect(await outcomeAt(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`)).toBe('retry')
    })

    it('whose certificate cannot be read is a clear error at the start', () => {
      const empty = path.join(directory, 'empty.pem')
      writeFileSync(empty, 'nothing')
      const read = (file: string) => () => resolveConnection({ OTEL_EXPORTER_OTLP_CERTIFICATE: file })
      expect(read('/does/not/exist.pem')).toThrow(/OTEL_EXPORTER_OTLP_CERTIFICATE .* cannot be read \(ENOENT\)/)
      expect(read(empty)).toThrow(/has none/)
    })
  },
)
