/**
 * What others feel while one attacks: 1,000 dripping connections, 1 MiB bombs of 1 GiB and reports of 100,000 patterns, without pause.
 * `npm run bench:server:attack`; with `--gate` it fails above 100 ms.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createGzip, gzipSync } from 'node:zlib'
import { Pool } from 'undici'
import { startServerProcess } from '../test/support/server-process.ts'

const SECONDS = 15
const VICTIMS_PER_SECOND = 50
const DRIPPING = 1_000
const MAX_P99_MILLIS = 100
const GIB = 2 ** 30

const folder = await mkdtemp(join(tmpdir(), 'lipservice-attack-'))
const server = await startServerProcess({ database: join(folder, 'db'), 'log-level': 'silent' })
const headers = { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' }
const path = '/api/v1/patterns/stats'
const pool = new Pool(server.url, { connections: 16 })
let sequence = 0

const reportOf = (patterns: number) =>
  JSON.stringify({
    service_name: 'shop',
    timestamp: Date.now() / 1000,
    instance_id: 'victim',
    sequence: sequence++,
    total_logs: patterns,
    unique_patterns: patterns,
    patterns: Array.from({ length: patterns }, (_, i) => ({
      signature: i.toString(16).padStart(16, '0'),
      count: 1,
      sampled_count: 1,
      first_seen: 1,
      last_seen: 1,
      template: `thing ${i} happened`,
    })),
  })

async function measure(): Promise<{ p50: number; p99: number; answered: number }> {
  const millis: number[] = []
  const all: Promise<void>[] = []
  for (let i = 0; i < SECONDS * VICTIMS_PER_SECOND; i++) {
    const body = reportOf(50)
    const start = performance.now()
    all.push(
      pool.request({ path, method: 'POST', headers, body }).then(async (answer) => {
        await answer.body.dump()
        if (answer.statusCode === 202) millis.push(performance.now() - start)
      }),
    )
    await wait(1000 / VICTIMS_PER_SECOND)
  }
  await Promise.all(all)
  const sorted = millis.toSorted((a, b) => a - b)
  const at = (p: number) => Number(sorted[Math.floor(sorted.length * p)]!.toFixed(1))
  return { p50: at(0.5), p99: at(0.99), answered: millis.length }
}

async function bombOf(bytes: number): Promise<Buffer> {
  const gzip = createGzip({ level: 9 })
  const chunks: Buffer[] = []
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk))
  const zeros = Buffer.alloc(2 ** 20)
  for (let written = 0; written < bytes; written += zeros.length) {
    if (!gzip.write(zeros)) await new Promise((resolve) => gzip.once('drain', resolve))
  }
  gzip.end()
  await new Promise((resolve) => gzip.once('end', resolve))
  return Buffer.concat(chunks)
}

const bomb = await bombOf(GIB)
const huge = gzipSync(reportOf(100_000))
await measure()
const quiet = await measure()

const { hostname, port } = new URL(server.url)
const drips = Array.from({ length: DRIPPING }, () => {
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n`)
  return socket
})
const dripping = setInterval(() => {
  for (const socket of drips) socket.write('x')
}, 1_000)
let attacking = true
const attacked = { bombs: 0, huge: 0 }
const attackers = [
  ['bombs', bomb],
  ['huge', huge],
] as const
const attack = Promise.all(
  attackers.map(async ([name, body]) => {
    while (attacking) {
      const more = { ...headers, 'content-encoding': 'gzip' }
      const answer = await pool.request({ path, method: 'POST', headers: more, body })
      await answer.body.dump()
      if (answer.statusCode !== 413) throw new Error(`an attack was answered ${answer.statusCode}`)
      attacked[name]++
    }
  }),
)
const under = await measure()
attacking = false
await attack
clearInterval(dripping)
for (const socket of drips) socket.destroy()
console.log(JSON.stringify({ bombBytes: bomb.length, hugeBytes: huge.length, quiet, under, attacked }))
await pool.destroy()
await server.kill('SIGTERM')
await rm(folder, { recursive: true, force: true })
if (process.argv.includes('--gate') && under.p99 > MAX_P99_MILLIS) process.exitCode = 1
