/**
 * What a language model costs a server that has one, and what one that fails costs those who fetch policies: `npm run bench:model`. Two built
 * servers, one without a model; both get the same requests in turn, so that the ratios hold on a busy machine.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FakeLlm, type Step, startFakeLlm } from '../test/support/fake-llm.js'
import { type ServerProcess, startServerProcess } from '../test/support/server-process.js'

const folder = mkdtempSync(join(tmpdir(), 'lipservice-bench-'))
const ROUNDS = 10
const FETCHES = 200
const WISH = JSON.stringify({ budgets: [], wants: [], not_understood: ['that'] })
const MANY = 10_000
const STEPS: readonly (readonly [string, Step | undefined])[] = [
  ['answers', undefined],
  ...(['hang', 'drip', 'cut', 'huge', 'html', 'garbage', 'length', 'redirect', 'thinking'] as const).map(
    (kind) => [kind, { kind }] as const,
  ),
  ['500', { kind: 'status', code: 500, headers: { 'retry-after': '0' } }],
]

interface Side {
  readonly server: ServerProcess
  readonly millis: number[]
}

const megabytes = ({ server }: Side): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))![1]) / 1_024

function quantile(millis: readonly number[], share: number): number {
  return millis.toSorted((a, b) => a - b)[Math.floor(share * (millis.length - 1))]!
}

async function call({ server }: Side, method: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' }
  const answer = await fetch(`${server.url}/api/v1/${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  await answer.arrayBuffer()
  return answer
}

/** A server with a policy of 300 patterns. */
async function prepared(name: string, flags: Readonly<Record<string, string>>): Promise<Side> {
  const usual = { database: join(folder, name), 'requests-per-second': '100000', 'llm-timeout-seconds': '1' }
  const side: Side = { server: await startServerProcess({ ...usual, ...flags }), millis: [] }
  const rates = Array.from({ length: 300 }, (_, i) => [i.toString(16).padStart(16, '0'), 0.5])
  await call(side, 'PUT', 'policies/shop', { pattern_rates: Object.fromEntries(rates) })
  return side
}

/** Fetches of a policy, while a wish is read that no grammar knows. */
async function round(sides: readonly Side[], number: string): Promise<void> {
  const wishing = sides.map((side) => call(side, 'POST', 'wishes', { text: `honestly, what now? ${number}` }))
  for (let i = 0; i < FETCHES; i++)
    for (const side of sides) {
      const started = performance.now()
      await call(side, 'GET', 'policies/shop')
      side.millis.push(performance.now() - started)
    }
  await Promise.all(wishing)
}

const llm: FakeLlm = await startFakeLlm()
llm.answer(() => WISH)
process.env['LIPSERVICE_LLM_API_KEY'] = llm.key
const caps = { 'llm-tokens-per-day': '1000000000', 'llm-usd-per-day': '10000', 'llm-usd-per-month': '100000' }
const off = await prepared('off', {})
const on = await prepared('on', { 'llm-url': llm.url, 'llm-model': 'fake', ...caps })
const sides = [off, on]
for (let i = 0; i < ROUNDS; i++) await round(sides, `idle ${i}`)
console.log(
  `no team wants it: ${megabytes(off).toFixed(0)} and ${megabytes(on).toFixed(0)} MB, requests ${llm.requests.length}`,
)
await call(on, 'PUT', 'model', { mode: 'suggest', reason: 'a bench' })
console.log('model      requests   GET of a policy: p50, p99 without → with      MB without → with')
for (const [name, step] of STEPS) {
  const before = llm.requests.length
  for (const side of sides) side.millis.length = 0
  if (step !== undefined) llm.script(...Array.from({ length: MANY }, () => step))
  for (let i = 0; i < ROUNDS; i++) await round(sides, `${name} ${i}`)
  const shown = [0.5, 0.99].map((share) => sides.map(({ millis }) => quantile(millis, share).toFixed(2)).join(' → '))
  const memory = sides.map((side) => megabytes(side).toFixed(0)).join(' → ')
  llm.forget()
  console.log(name.padEnd(10), String(llm.requests.length - before).padEnd(10), shown.join('   '), 'ms  ', memory)
}
for (const { server } of sides) await server.kill('SIGTERM')
await llm.close()
rmSync(folder, { recursive: true })
