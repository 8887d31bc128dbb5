/**
 * What a policy that inflates without end costs the process that asks for it: memory and the longest stall of its event loop,
 * in a child that has polled a good policy before: `npm run bench:policy`.
 */
import { spawn } from 'node:child_process'
import { createGzip, gzipSync } from 'node:zlib'
import { startFakeLipService } from 'lipservice/testing'
import { median } from './harness.ts'

const MIB = 1024 * 1024
const RUNS = 5
const GOOD_POLLS = 4

const CHILD = `
  import { AdaptiveLogRecordProcessor } from 'lipservice'
  const nothing = { onEmit() {}, forceFlush: async () => {}, shutdown: async () => {} }
  const processor = new AdaptiveLogRecordProcessor(nothing, { serviceName: 'bench' })
  const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis))
  // Code is compiled, and buffers are there, by then.
  while (processor.policy().version !== ${GOOD_POLLS}) await pause(10)
  gc()
  const before = process.memoryUsage.rss()
  let peak = before
  let stall = 0
  let last = performance.now()
  const watch = setInterval(() => {
    const now = performance.now()
    stall = Math.max(stall, now - last - 1)
    last = now
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 1)
  while (processor.policy().version === ${GOOD_POLLS} && processor.policy().lastProblem === undefined) await pause(10)
  console.log(JSON.stringify({ problem: processor.policy().lastProblem, more: peak - before, stall }))
  process.exit()`

interface Cost {
  readonly problem?: string
  readonly more: number
  readonly stall: number
}

async function bombOf(inflated: number): Promise<Buffer> {
  const gzip = createGzip({ level: 9 })
  const chunks: Buffer[] = []
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((resolve) => gzip.on('end', resolve))
  for (let left = inflated; left > 0; left -= MIB) {
    if (!gzip.write(Buffer.alloc(Math.min(MIB, left), 0x20)))
      await new Promise((resolve) => gzip.once('drain', resolve))
  }
  gzip.end()
  await ended
  return Buffer.concat(chunks)
}

/** The poll after the good ones gets the body. */
async function costOf(body: Buffer): Promise<Cost> {
  const server = await startFakeLipService()
  let polls = 0
  server.answer(() => {
    const version = ++polls
    if (version > GOOD_POLLS) return { headers: { 'content-encoding': 'gzip' }, body }
    return { body: JSON.stringify({ version, refresh_seconds: 1 }) }
  })
  const env = { ...process.env, LIPSERVICE_URL: server.url, LIPSERVICE_API_KEY: server.apiKey }
  // A small nursery: what the watching itself leaves behind is not to be measured.
  const args = ['--expose-gc', '--max-semi-space-size=1', '--input-type=module', '-e', CHILD]
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  await new Promise((resolve) => child.on('exit', resolve))
  await server.close()
  return JSON.parse(output) as Cost
}

const bodies = [
  ['a policy', gzipSync('{"version":9}')],
  ['1 MiB and a byte', await bombOf(MIB + 1)],
  ['250 MiB', await bombOf(250 * MIB)],
  ['400 MiB', await bombOf(400 * MIB)],
] as const
for (const [name, body] of bodies) {
  const runs: Cost[] = []
  for (let run = 0; run < RUNS; run++) runs.push(await costOf(body))
  const memory = runs.map(({ more }) => more / MIB)
  const stalls = runs.map(({ stall }) => stall)
  const show = (values: readonly number[]) => `${median(values).toFixed(1)} (at most ${Math.max(...values).toFixed(1)})`
  console.log(
    `${name}: ${(body.length / 1024).toFixed(1)} KiB on the wire, ${show(memory)} MiB more, ` +
      `stall ${show(stalls)} ms${runs[0]!.problem === undefined ? '' : `: ${runs[0]!.problem}`}`,
  )
}
