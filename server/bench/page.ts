/**
 * What pages cost the server: an overview of 50 services and the page of one of them that has 1,000 patterns, the others 50, with a day
 * of counts of every pattern in every minute, on SQLite, over loopback: `npm run bench:server:page`. Median and worst of 20 rounds.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OVERVIEW, SERVICE_PAGE } from '../test/support/page-requests.ts'
import { startServerProcess } from '../test/support/server-process.ts'

const SERVICES = 50
const PATTERNS = 1_000
const PATTERNS_OF_OTHERS = 50
const LARGE = 7
const ROUNDS = 20
const WARM_UP = 3

const rounded = (millis: number) => Math.round(millis * 10) / 10
const medianOf = (all: readonly number[]) => all.toSorted((a, b) => a - b)[all.length >> 1]!
const nameOf = (i: number) => `a-service-with-a-usual-name-${i}`
const folder = await mkdtemp(join(tmpdir(), 'lipservice-page-'))
const server = await startServerProcess({ database: join(folder, 'db'), 'log-level': 'silent' })
const headers = { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' }

async function ask(path: string, method = 'GET', body?: object): Promise<string> {
  const response = await fetch(server.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return text
}

const patterns = Array.from({ length: PATTERNS }, (_, i) => ({
  signature: (i + 1).toString(16).padStart(16, '0'),
  template: `user <*> opened the page of order <*> number ${i} in <*> ms`,
  severity: 'INFO',
  per_minute: 20,
  bytes_per_minute: 4_000,
}))
for (let i = 0; i < SERVICES; i++) {
  await ask(`/api/v1/services/${nameOf(i)}/past`, 'POST', {
    hours: 24,
    patterns: i === LARGE ? patterns : patterns.slice(0, PATTERNS_OF_OTHERS),
  })
  await ask(`/api/v1/policies/${nameOf(i)}`, 'PUT', { global_rate: 0.5 })
}

const pages = { overview: OVERVIEW, service: SERVICE_PAGE(nameOf(LARGE)), pulse: ['/api/v1/pulse'] }
for (const [page, paths] of Object.entries(pages)) {
  const times: number[] = []
  let bytes = 0
  const byPath = new Map<string, number[]>()
  const append = (path: string, millis: number) => byPath.set(path, [...(byPath.get(path) ?? []), millis])
  for (let round = 0; round < ROUNDS + WARM_UP; round++) {
    const started = performance.now()
    // One after the other: the sum is the time of the server, and not of a browser that asks for all at once.
    const answers: string[] = []
    for (const path of paths) {
      const at = performance.now()
      answers.push(await ask(path))
      if (round >= WARM_UP) append(path, performance.now() - at)
    }
    if (round >= WARM_UP) times.push(performance.now() - started)
    bytes = answers.reduce((sum, answer) => sum + Buffer.byteLength(answer), 0)
  }
  const medians = Object.fromEntries([...byPath].map(([path, millis]) => [path, rounded(medianOf(millis))]))
  console.log(
    JSON.stringify({
      page,
      requests: paths.length,
      bytes,
      median_ms: rounded(medianOf(times)),
      worst_ms: rounded(Math.max(...times)),
      medians_ms: medians,
    }),
  )
}
await server.kill('SIGTERM')
await rm(folder, { recursive: true })
