/**
 * A fleet that reports: `npm run bench:server -- --instances 10000 --database postgres`. CPU and memory are the server process's own, from
 * /proc; with `--gate` it fails where a bound is missed.
 */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync, gzipSync } from 'node:zlib'
import autocannon from 'autocannon'
import { Pool } from 'undici'
import { type PostgresUnderTest, startPostgres } from '../test/support/postgres.ts'
import { startServerProcess } from '../test/support/server-process.ts'

const { values } = parseArgs({
  options: {
    instances: { type: 'string', default: '500' },
    patterns: { type: 'string', default: '500' },
    services: { type: 'string', default: '' },
    /** Two turns of the control loop, and eight of detection. */
    seconds: { type: 'string', default: '120' },
    database: { type: 'string', default: 'sqlite' },
    polls: { type: 'boolean', default: false },
    /** Templates in every report, as older SDKs send them; otherwise in the first of an instance. */
    templates: { type: 'boolean', default: false },
    gate: { type: 'boolean', default: false },
  },
})
const instances = Number(values.instances)
const patterns = Number(values.patterns)
const seconds = Number(values.seconds)
const services = Number(values.services || Math.max(1, Math.ceil(instances / 50)))
const REPORT_SECONDS = 60
const TICKS_PER_SECOND = 100
/** Until every instance has told its templates, and the control loop has planned for every service: it looks once a minute. */
const WARM_UP_SECONDS = 130
/** Bodies that are inflated and parsed for the reference. */
const REFERENCE_BODIES = 200
/** Cores beside what inflating and parsing takes. */
const BOUNDS =
  values.database === 'postgres' ? { cores: 0.5, mebibytes: 400, p99: 250 } : { cores: 0.1, mebibytes: 192, p99: 250 }
/** A run in which these did not work says nothing of what they cost. */
const JOBS_THAT_WORK = ['detection', 'control', 'maintenance']

const WORDS = ['order', 'user', 'cache', 'queue', 'payment', 'item', 'session', 'job', 'mail', 'search']
const templateOf = (service: number, i: number) =>
  `${WORDS[i % 10]} <*> of ${WORDS[(i >> 3) % 10]} ${i} in service ${service} took <*> ms`
/** Patterns of a service, its own; the counts differ from report to report by their suffix only. */
function patternsOf(service: number, withTemplates: boolean): string {
  return JSON.stringify(
    Array.from({ length: patterns }, (_, i) => ({
      signature: (service * 100_000 + i).toString(16).padStart(16, '0'),
      count: 100 + i,
      sampled_count: 10,
      first_seen: 1_764_000_000.5,
      last_seen: 1_764_000_059.5,
      check: (service * 100_000 + i).toString(16).padStart(16, 'f'),
      ...(withTemplates && { template: templateOf(service, i) }),
      severity_distribution: { INFO: 95 + i, ERROR: 5 },
      bytes: 41_200,
      sampled_bytes: 4_120,
    })),
  )
}

const folder = await mkdtemp(join(tmpdir(), 'lipservice-bench-'))
const postgres: PostgresUnderTest | undefined = values.database === 'postgres' ? await startPostgres() : undefined
if (postgres !== undefined && 'missing' in postgres) throw new Error(postgres.missing)
const database = postgres === undefined ? join(folder, 'db') : await postgres.database()
const server = await startServerProcess({
  database,
  'requests-per-second': '100000',
  'log-level': 'warn',
  // Services are planned for within the run.
  'history-seconds': '60',
  'shadow-seconds': '10',
  'canary-seconds': '10',
})
const key = server.key!
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-encoding': 'gzip' }
const pool = new Pool(server.url, { connections: 64 })
const first = Array.from({ length: services }, (_, service) => patternsOf(service, true))
const later = values.templates ? first : Array.from({ length: services }, (_, service) => patternsOf(service, false))
const budget = { unit: 'gb_per_day', amount: (instances * patterns * 4_120 * 1_440) / 1e9 / 2 }
await fetch(`${server.url}/api/v1/budget`, {
  method: 'PUT',
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  body: JSON.stringify(budget),
})
const sequences = new Uint32Array(instances)
const latencies: number[] = []
let refused = 0
/** How many of each: the status, and what the server says. */
const refusals = new Map<string, number>()

async function report(instance: number): Promise<void> {
  const service = instance % services
  const text = `{"service_name":"service-${service}","timestamp":${Date.now() / 1000},"patterns":${(sequences[instance] === 0 ? first : later)[service]},"total_logs":1,"unique_patterns":${patterns},"instance_id":"instance-${instance}","sequence":${sequences[instance]!++},"window_seconds":60,"sdk":"node/0.1.0"}`
  const body = gzipSync(text, { level: 1 })
  const start = performance.now()
  const answer = await pool.request({ path: '/api/v1/patterns/stats', method: 'POST', headers, body })
  const said = await answer.body.text()
  latencies.push(performance.now() - start)
  if (answer.statusCode === 202) return
  refused++
  const { detail = said } = JSON.parse(said) as { detail?: string }
  const reason = `${answer.statusCode} ${detail}`
  refusals.set(reason, (refusals.get(reason) ?? 0) + 1)
}

/** Reports evenly spread, as jitter makes them. */
async function load(forSeconds: number): Promise<void> {
  const perSecond = instances / REPORT_SECONDS
  const start = performance.now()
  const total = Math.round(perSecond * forSeconds)
  const running = new Set<Promise<void>>()
  for (let sent = 0; sent < total; sent++) {
    const due = start + (sent / perSecond) * 1000
    const wait = due - performance.now()
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
    const one = report(next++ % instances).finally(() => running.delete(one))
    running.add(one)
  }
  await Promise.all(running)
}
let next = 0

function cpuSeconds(): number {
  const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}
const mebibytes = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))![1]) / 1024
const percentile = (sorted: readonly number[], p: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))]!

/** Returns how often each job of the leader has ended well, and the seconds that took. */
async function jobsDone(): Promise<Map<string, { runs: number; seconds: number }>> {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  const done = new Map<string, { runs: number; seconds: number }>()
  const lines = /^lipservice_job_duration_seconds_(sum|count)\{task="(\w+)",outcome="done"\} (\S+)$/gm
  for (const [, what, task, value] of text.matchAll(lines)) {
    const one = done.get(task!) ?? { runs: 0, seconds: 0 }
    one[what === 'sum' ? 'seconds' : 'runs'] = Number(value)
    done.set(task!, one)
  }
  return done
}

/** Returns the cores that inflating and parsing what comes in takes by itself, on this machine at this moment. */
function referenceCores(): number {
  const bodies = Array.from({ length: REFERENCE_BODIES }, (_, i) => gzipSync(later[i % services]!, { level: 1 }))
  const before = process.cpuUsage()
  for (const body of bodies) JSON.parse(gunzipSync(body).toString())
  const { user, system } = process.cpuUsage(before)
  return ((user + system) / 1e6 / REFERENCE_BODIES) * (instances / REPORT_SECONDS)
}

await load(WARM_UP_SECONDS)
const reference = [referenceCores()]
latencies.length = 0
const jobsBefore = await jobsDone()
const cpuBefore = cpuSeconds()
const startedAt = performance.now()
let peak = 0
const watching = setInterval(() => {
  peak = Math.max(peak, mebibytes())
}, 500)
await load(seconds)
clearInterval(watching)
const elapsed = (performance.now() - startedAt) / 1000
reference.push(referenceCores())
const cores = (cpuSeconds() - cpuBefore) / elapsed
const jobs = Object.fromEntries(
  [...(await jobsDone())].map(([task, { runs, seconds: all }]) => {
    const before = jobsBefore.get(task) ?? { runs: 0, seconds: 0 }
    return [task, { runs: runs - before.runs, seconds: Number((all - before.seconds).toFixed(2)) }]
  }),
)
const sorted = latencies.toSorted((a, b) => a - b)
const rows = (latencies.length * patterns) / elapsed
const result = {
  database: values.database,
  instances,
  services,
  patterns,
  rowsPerSecond: Math.round(rows),
  refused,
  ...(refused > 0 && { refusals: Object.fromEntries(refusals) }),
  cores: Number(cores.toFixed(3)),
  referenceCores: Number(((reference[0]! + reference[1]!) / 2).toFixed(3)),
  mebibytes: Math.round(peak),
  jobs,
  p50: Number(percentile(sorted, 0.5).toFixed(1)),
  p99: Number(percentile(sorted, 0.99).toFixed(1)),
}
console.log(JSON.stringify(result))

if (values.polls) {
  const admin = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const policy = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [i.toString(16).padStart(16, '0'), 0.1]))
  const put = await fetch(`${server.url}/api/v1/policies/service-0`, {
    method: 'PUT',
    headers: admin,
    body: JSON.stringify({ pattern_rates: policy }),
  })
  const etag = put.headers.get('etag')!
  for (const [name, more] of [
    ['304', { 'if-none-match': etag }],
    ['200', {}],
  ] as const) {
    const { requests } = await autocannon({
      url: `${server.url}/api/v1/policies/service-0`,
      connections: 50,
      pipelining: 4,
      duration: 10,
      workers: 1,
      headers: { authorization: `Bearer ${key}`, ...more },
    })
    console.log(JSON.stringify({ policies: name, perSecond: Math.round(requests.average) }))
  }
}
await server.kill('SIGTERM')
await pool.destroy()
if (postgres !== undefined) await postgres.stop()
await rm(folder, { recursive: true, force: true })
const beside = cores - result.referenceCores
const missed = beside > BOUNDS.cores || peak > BOUNDS.mebibytes || result.p99 > BOUNDS.p99 || refused > 0
const idle = JOBS_THAT_WORK.filter((name) => (jobs[name]?.runs ?? 0) === 0)
if (idle.length > 0) console.log(`did not work meanwhile: ${idle.join(', ')}`)
if (values.gate && (missed || idle.length > 0)) process.exitCode = 1
