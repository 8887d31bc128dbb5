import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BudgetOption } from '../../../src/options/adaptive-logging-options.js'
import { wrapPino } from '../../../src/pino.js'
import { ManualClock } from '../../../src/testing.js'
import { startUnderTest } from '../../support/logging-under-test.js'
import { LONG } from '../../support/tier.js'
import { TRAFFIC_START, trafficOf } from '../support/day-of-traffic.js'
import { runCli } from '../support/run-cli.js'

const SEED = 5
const LINES_A_TURN = 20

interface Line {
  readonly level: number
  readonly time: number
  readonly msg: string
  readonly pid: number
  readonly hostname: string
}

/** Of a file of pino's lines, and of the app that wrote it. */
describe('what simulate keeps', () => {
  const recorded = trafficOf(400, 30)
    .trimEnd()
    .replaceAll('"pid":7,"hostname":"h"', `"pid":${process.pid},"hostname":${JSON.stringify(hostname())}`)
    .split('\n')
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-live-'))
    await writeFile(join(folder, 'app.log'), `${recorded.join('\n')}\n`)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  /** Logs lines by pino at their own times, sampled by the whole SDK. Returns those that reach pino's destination, and the volume of all. */
  async function keptLive(budget: BudgetOption): Promise<{ kept: string[]; bytesSeen: number }> {
    const clock = new ManualClock(TRAFFIC_START)
    const under = await startUnderTest({ budget }, { seed: SEED, clock })
    const written: string[] = []
    const logger = wrapPino(
      pino(
        {
          level: 'trace',
          serializers: { err: (error: unknown) => error },
          timestamp: () => `,"time":${clock.now()}`,
        },
        { write: (line: string) => void written.push(line.trimEnd()) },
      ),
      { thinDestination: true },
    )
    for (const [i, text] of recorded.entries()) {
      const { level, time, msg, pid: _pid, hostname: _hostname, ...fields } = JSON.parse(text) as Line
      if (time > clock.now()) clock.advance(time - clock.now())
      logger[logger.levels.labels[level] as 'info'](fields, msg)
      if (i % LINES_A_TURN === 0) await nextTurn()
    }
    const { bytesSeen } = under.logging.stats()
    await under.close()
    return { kept: written, bytesSeen }
  }

  async function keptSimulated(budget: string): Promise<{ kept: string[]; bytesSeen: number }> {
    const file = join(folder, `${budget.replace('/', '-')}.log`)
    const args = [
      'simulate',
      join(folder, 'app.log'),
      '--budget',
      budget,
      '--seed',
      `${SEED}`,
      '--keep',
      file,
      '--json',
    ]
    const { code, out } = await runCli(args)
    expect(code).toBe(0)
    const kept = (await readFile(file, 'utf8')).trimEnd().split('\n')
    return { kept, bytesSeen: JSON.parse(out).budgets[0].bytes_seen }
  }

  it('is what the live app kept by the same seed, record by record', async () => {
    const { kept } = await keptLive({ recordsPerSecond: 5 })
    expect(kept.length).toBeLessThan(recorded.length / 3)
    expect((await keptSimulated('5/s')).kept).toEqual(kept)
  })

  it.runIf(LONG)(
    'is so within chance where sizes count: when an app learns them hangs on when the backend answers',
    async () => {
      const [live, simulated] = [await keptLive({ bytesPerDay: 60e6 }), await keptSimulated('60MB/day')]
      const errorsOf = (lines: readonly string[]) => lines.filter((line) => line.includes('"level":50'))
      expect(simulated.bytesSeen / live.bytesSeen).toBeCloseTo(1, 2)
      expect(Math.abs(simulated.kept.length / live.kept.length - 1)).toBeLessThan(0.05)
      expect(errorsOf(simulated.kept)).toEqual(errorsOf(live.kept))
      expect(errorsOf(live.kept)).toEqual(errorsOf(recorded))
    },
  )
})
