import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { createAdaptorServer } from '@hono/node-server'
import { MAX_REPORT_BYTES, STATS_PATH } from 'lipservice/protocol'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createControlPlaneClient } from '../../../src/control-plane/client.js'
import { createStatsReporter } from '../../../src/control-plane/stats-reporter.js'
import { seededRandom } from '../../../src/testing.js'
import { recordingDiag } from '../../../test/support/quiet-diag.js'
import { samplingUnderTest } from '../../../test/support/sampling-under-test.js'
import { LONG } from '../../../test/support/tier.js'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'

const PATTERNS = 10_000
const SEVERITIES = [1, 5, 9, 13, 17, 21]
const WORDS: Readonly<Record<string, () => string>> = {
  'three bytes a character': () => characters(14, (n) => String.fromCharCode(0x4e00 + (n % 0x5000))),
  'four bytes a character': () => characters(10, (n) => String.fromCodePoint(0x20000 + (n % 0xa000))),
  'letters that do not compress': () => letters(42),
  'characters that JSON escapes': () => `${letters(17)}\\${letters(17)}`,
}
/** It grows most on the way; where there is no time for all, it stands for them. */
const WORST = 'four bytes a character'
/** Of one case: a long mix of both is an id, and masked. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const random = seededRandom(7)
const characters = (count: number, of: (n: number) => string) =>
  Array.from({ length: count }, () => of(Math.floor(random() * 2 ** 30))).join('')
const letters = (count: number) => characters(count, (n) => LETTERS[n % LETTERS.length]!)

let api: ApiUnderTest
let server: Server
let key: string
/** Wire bytes of each report that came. */
let received: number[]

beforeEach(async () => {
  api = await startApi()
  key = await api.keyOf('t', 'ingest', 'read')
  received = []
  server = createAdaptorServer({ fetch: api.app.fetch }) as Server
  server.on('request', (request) => {
    if (request.url === STATS_PATH) received.push(Number(request.headers['content-length']))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await api.close()
})

const seenByServer = async () => {
  await api.pending.flush()
  const { json } = await api.call('get', '/api/v1/services', { key })
  return json.services[0]?.seen
}

it.each(Object.entries(WORDS).filter(([what]) => LONG || what === WORST))(
  'takes what a full table of the worst patterns has to say, each record once: %s',
  async (_, word) => {
    const sampling = samplingUnderTest({ serviceName: '漢'.repeat(256) })
    let logged = 0
    for (let i = 0; i < PATTERNS; i++) {
      const body = `${word()} ${word()} ${word()}`
      for (const severityNumber of SEVERITIES) {
        sampling.pipeline.sample({ severityNumber, body, attributes: { size: 'x'.repeat(i % 977) } })
        logged++
      }
    }
    const { port } = server.address() as AddressInfo
    const { diag } = recordingDiag()
    const connection = { url: `http://127.0.0.1:${port}`, serviceName: 's', apiKey: key }
    const client = createControlPlaneClient({ ...connection, clock: sampling.clock, diag })
    const taken: { patterns: number; templateBytes: number }[] = []
    const reporter = createStatsReporter({
      client,
      takeReport(maxBytes) {
        const report = sampling.ledger.take(maxBytes)
        if (report !== undefined) {
          const templates = report.patterns.map(({ template = '' }) => Buffer.byteLength(template))
          taken.push({ patterns: report.patterns.length, templateBytes: Math.max(...templates) })
        }
        return report
      },
      hasMore: sampling.ledger.hasMore,
      putBack: sampling.ledger.putBack,
      onPolicyVersion: () => {},
      diag,
      timers: sampling.clock,
      random,
    })
    await reporter.flush()
    reporter.stop()
    await client.close()

    expect(Math.max(...received)).toBeLessThanOrEqual(MAX_REPORT_BYTES)
    expect(Math.min(...taken.map(({ templateBytes }) => templateBytes))).toBeGreaterThan(100)
    expect(received.length).toBeGreaterThan(1)
    expect(reporter.stats()).toEqual({ sent: received.length, failed: 0 })
    expect(taken.reduce((sum, { patterns }) => sum + patterns, 0)).toBeGreaterThanOrEqual(PATTERNS)
    expect(await seenByServer()).toBe(logged)
  },
)

it('takes a report of as many bytes as the protocol says, and no more', async () => {
  const body = gzipSync(JSON.stringify(reportOf()))
  const padded = (bytes: number) => Buffer.concat([body, Buffer.alloc(bytes - body.length)])
  const post = (bytes: number) =>
    api.call('post', STATS_PATH, { key, body: padded(bytes), headers: { 'content-encoding': 'gzip' } })
  expect((await post(MAX_REPORT_BYTES)).status).toBe(202)
  expect((await post(MAX_REPORT_BYTES + 1)).status).toBe(413)
})
