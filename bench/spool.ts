/**
 * What the spool adds to an error: the same call with and without `spoolDirectory`, and a bare 512-byte `write`, interleaved in one
 * run. `--gate` fails beyond the goals: p50 8 ×, p99 7 × the bare write.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { configureAdaptiveLogging } from 'lipservice'
import { startFakePostHog } from 'lipservice/testing'

const ROUNDS = 60
const CALLS = 500
const GOALS = { p50: 8, p99: 7 }

const posthog = await startFakePostHog({ keepRecords: false })
const directory = mkdtempSync(path.join(tmpdir(), 'lipservice-bench-'))
const common = { serviceName: 'bench', posthogApiKey: posthog.token, posthogHost: posthog.url }
const attributes = { orderId: 4711, customer: 'c-77', region: 'eu-west-1', attempt: 3, detail: 'x'.repeat(300) }
const raw = Buffer.alloc(512, 'x')
const fd = openSync(path.join(directory, 'raw'), 'a')

const times = { raw: [] as number[], without: [] as number[], with: [] as number[] }

function measure(into: number[], work: (i: number) => void): void {
  for (let i = 0; i < CALLS; i++) {
    const before = process.hrtime.bigint()
    work(i)
    into.push(Number(process.hrtime.bigint() - before))
  }
}

for (let round = 0; round < ROUNDS; round++) {
  measure(times.raw, () => writeSync(fd, raw))
  for (const kind of ['without', 'with'] as const) {
    const spool = kind === 'with' ? { spoolDirectory: directory } : {}
    const logging = configureAdaptiveLogging({ ...common, ...spool })
    const logger = logging.getLogger('bench')
    const emit = (i: number) => logger.emit({ severityNumber: 17, body: `order ${i} failed`, attributes })
    // Warm, and the segment is open.
    for (let i = 0; i < 50; i++) emit(i)
    measure(times[kind], emit)
    await logging.shutdown()
  }
}
closeSync(fd)
await posthog.close()
rmSync(directory, { recursive: true, force: true })

const quantile = (values: number[], q: number) => values.toSorted((a, b) => a - b)[Math.floor(values.length * q)]!
const rows = [0.5, 0.99].map((q) => {
  const bare = quantile(times.raw, q)
  const added = quantile(times.with, q) - quantile(times.without, q)
  return {
    quantile: `p${q * 100}`,
    bare,
    without: quantile(times.without, q),
    with: quantile(times.with, q),
    added,
    ratio: added / bare,
  }
})
console.log(
  'ns per call: a bare 512-byte write, logger.emit of an error without and with a spool, and what the spool adds',
)
for (const { quantile, bare, without, with: withSpool, added, ratio } of rows) {
  console.log(
    `${quantile}  write ${bare}  without ${without}  with ${withSpool}  adds ${added} = ${ratio.toFixed(1)} × the write`,
  )
}
if (process.argv.includes('--gate') && (rows[0]!.ratio > GOALS.p50 || rows[1]!.ratio > GOALS.p99)) process.exitCode = 1
