import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { median } from '../harness.ts'
import type { Sink } from '../sink.ts'

const run = promisify(execFile)

/** What one process took. */
export interface Cost {
  readonly records: number
  /** User and system time of all threads of the process, without its end. */
  readonly cpuMillis: number
  readonly withEndMillis: number
  readonly gcMillis: number
  readonly rssMiB: number
  readonly delayP99Millis: number
  readonly wireBytes: number
}

export interface Pace {
  readonly rate: number
  /** 0: measured from the start of the process. */
  readonly warmSeconds: number
  readonly seconds: number
}

export async function costOf(folder: string, name: string, pace: Pace, sink: Sink): Promise<Cost> {
  await sink.takeBytes()
  const args = [join(folder, 'child.mjs'), name, sink.url, pace.rate, pace.warmSeconds, pace.seconds].map(String)
  const { stdout } = await run(process.execPath, args, { cwd: folder, env: { PATH: process.env['PATH'] } })
  const wireBytes = await sink.takeBytes()
  return { ...(JSON.parse(stdout.trim().split('\n').at(-1)!) as Omit<Cost, 'wireBytes'>), wireBytes }
}

/** Each figure by itself. */
export function medianCost(costs: readonly Cost[]): Cost {
  const of = (key: keyof Cost) => median(costs.map((cost) => cost[key]))
  return {
    records: of('records'),
    cpuMillis: of('cpuMillis'),
    withEndMillis: of('withEndMillis'),
    gcMillis: of('gcMillis'),
    rssMiB: of('rssMiB'),
    delayP99Millis: of('delayP99Millis'),
    wireBytes: of('wireBytes'),
  }
}
