/**
 * How the memory and the pace of `lipservice analyze` go on over GB that come in by a pipe: `npm run bench:cli:growth [-- GB]`. Writes a plot into
 * bench/cli/plots/. Of every 64 MB the times go on, and one service is new.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { growthPlot, type Sample } from './growth-plot.ts'
import { writePinoFile } from './pino-file.ts'

const PIECE_BYTES = 64e6
const SAMPLE_BYTES = 128e6
const MAX_MIB = 200
const gigabytes = Number(process.argv.slice(2).find((arg) => /^\d+(\.\d+)?$/.test(arg)) ?? 10)

const folder = mkdtempSync(join(tmpdir(), 'lipservice-bench-growth-'))
const samples: Sample[] = []
try {
  const file = join(folder, 'app.log')
  writePinoFile(file, PIECE_BYTES)
  const piece = readFileSync(file)
  const child = spawn(process.execPath, ['dist/cli/lipservice.js', 'analyze', '--json', '-'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const write = (bytes: Buffer) =>
    new Promise<void>((resolve, reject) => child.stdin.write(bytes, (error) => (error ? reject(error) : resolve())))
  const started = performance.now()
  let written = 0
  for (let nth = 0; written < gigabytes * 1e9; nth++) {
    const lines = ofItsOwn(piece, nth)
    for (let at = 0; at < lines.length; at += 1 << 20) {
      const part = lines.subarray(at, at + (1 << 20))
      await write(part)
      if (Math.floor(written / SAMPLE_BYTES) !== Math.floor((written + part.length) / SAMPLE_BYTES)) sample(child.pid!)
      written += part.length
    }
  }
  child.stdin.end()
  const code = await ended
  if (code !== 0) throw new Error(`exit code ${code}`)
  const { records, pattern_count: patterns } = JSON.parse(out) as { records: number; pattern_count: number }
  const most = Math.max(...samples.map(({ mib }) => mib))
  const [half, end] = [
    mean(samples.slice(samples.length >> 2, samples.length >> 1)),
    mean(samples.slice(-(samples.length >> 2))),
  ]
  console.log(
    `${gigabytes} GB by a pipe: ${records.toLocaleString('en')} records, ${patterns.toLocaleString('en')} patterns`,
  )
  console.log(
    `  memory at most ${most.toFixed(0)} MiB; second quarter ${half.toFixed(0)}, last quarter ${end.toFixed(0)} MiB`,
  )
  console.log(`  ${(written / 1e6 / ((performance.now() - started) / 1_000)).toFixed(0)} MB/s`)
  const plots = fileURLToPath(new URL('plots/', import.meta.url))
  mkdirSync(plots, { recursive: true })
  writeFileSync(join(plots, 'growth.svg'), growthPlot(samples))
  if (most > MAX_MIB) {
    console.error(`missed: ${MAX_MIB} MiB is the bound`)
    process.exitCode = 1
  }

  function sample(pid: number): void {
    const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!
    samples.push({ gigabytes: written / 1e9, mib: Number(kib) / 1_024, seconds: (performance.now() - started) / 1_000 })
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Time goes on from piece to piece, and one of the services is another one. */
function ofItsOwn(piece: Buffer, nth: number): Buffer {
  const word = [...String(nth)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
  return Buffer.from(
    piece
      .toString('latin1')
      .replaceAll('"time":17956', `"time":${17_956 + nth}`)
      .replaceAll('"name":"mailer"', `"name":"mailer-${word}"`),
    'latin1',
  )
}

function mean(some: readonly Sample[]): number {
  return some.reduce((sum, { mib }) => sum + mib, 0) / some.length
}
