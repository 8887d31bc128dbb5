/**
 * How long `lipservice analyze` takes for a file of pino lines, beside JSON.parse per line over the same file in the same run, and how much
 * memory: `npm run bench:cli [-- --gate] [MB]`. Processes in turn; medians.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from '../harness.ts'
import { writePinoFile } from './pino-file.ts'

const ROUNDS = 3
/** We set out for 1.5. */
const MAX_RATIO = 2.5
const MAX_MIB = 200
const isGate = process.argv.includes('--gate')
const megabytes = Number(process.argv.slice(2).find((arg) => /^\d+$/.test(arg)) ?? 1_000)
const SAY_MEMORY =
  'data:text/javascript,process.on("exit",()=>{const u=process.resourceUsage();process.stderr.write(" RSS "+u.maxRSS+" CPU "+(u.userCPUTime+u.systemCPUTime))})'

interface Round {
  readonly seconds: number
  readonly mib: number
  /** Of all threads, in seconds. */
  readonly cpu: number
}

function time(args: readonly string[]): Round {
  const start = process.hrtime.bigint()
  const { status, stderr } = spawnSync(process.execPath, ['--import', SAY_MEMORY, ...args], { encoding: 'utf8' })
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`)
  const [, kib, micros] = /RSS (\d+) CPU (\d+)/.exec(stderr)!
  return { seconds, mib: Number(kib) / 1_024, cpu: Number(micros) / 1e6 }
}

const folder = mkdtempSync(join(tmpdir(), 'lipservice-bench-cli-'))
try {
  const file = join(folder, 'app.log')
  const lines = writePinoFile(file, megabytes * 1e6)
  const baseline = fileURLToPath(new URL('parse-lines.ts', import.meta.url))
  const rounds = Array.from({ length: ROUNDS }, () => ({
    parsed: time([baseline, file]),
    analyzed: time(['dist/cli/lipservice.js', 'analyze', '--json', file]),
  }))
  const parsed = median(rounds.map((round) => round.parsed.seconds))
  const analyzed = median(rounds.map((round) => round.analyzed.seconds))
  const ratio = median(rounds.map((round) => round.analyzed.seconds / round.parsed.seconds))
  const mib = Math.max(...rounds.map((round) => round.analyzed.mib))
  console.log(`\n${megabytes} MB of pino lines, ${lines.toLocaleString('en')} of them`)
  console.log(`  JSON.parse per line                 ${parsed.toFixed(2).padStart(8)} s`)
  console.log(`  lipservice analyze                  ${analyzed.toFixed(2).padStart(8)} s  ${ratio.toFixed(2)}×`)
  const work = median(rounds.map((round) => round.analyzed.cpu / round.parsed.cpu))
  console.log(`  the same by processor time          ${' '.repeat(11)}${work.toFixed(2)}×`)
  console.log(`  its memory at most                  ${mib.toFixed(0).padStart(8)} MiB`)
  if (isGate && (ratio > MAX_RATIO || mib > MAX_MIB)) {
    console.error(`missed: ${MAX_RATIO}× and ${MAX_MIB} MiB are the bounds`)
    process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
