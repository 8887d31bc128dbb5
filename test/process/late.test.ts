import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakePostHog, startFakePostHog } from '../../src/testing.js'
import { idsAt, runHeir } from '../support/dying-app.js'
import { LONG } from '../support/tier.js'

const APP = fileURLToPath(new URL('apps/late.ts', import.meta.url))
const MOMENTS = { exit: 3, end: 0, throw: 1, shutdown: 0 } as const
const LOGGERS = ['otel', 'pino', 'winston', 'console'] as const
/** Each moment and each logger once; all of them in a longer run. */
const CASES = Object.keys(MOMENTS).flatMap((moment, i) =>
  LOGGERS.filter((_, j) => LONG || i === j).map((logger) => [moment, logger] as const),
)

interface Ended {
  readonly code: number
  readonly stderr: string
  /** As the app saw it after it had logged its last. */
  readonly stats: { accepted: number; delivered: number; pending: number; lost: number }
}

describe('an error that is logged after the end', () => {
  let posthog: FakePostHog
  let directory: string
  const env = () => ({ POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url })

  beforeEach(async () => {
    posthog = await startFakePostHog()
    directory = mkdtempSync(path.join(tmpdir(), 'lipservice-late-'))
  })
  afterEach(async () => {
    await posthog.close()
    rmSync(directory, { recursive: true, force: true })
  })

  const run = (args: readonly string[], more: NodeJS.ProcessEnv): Promise<Ended> =>
    new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [APP, ...args],
        { env: { ...process.env, ...env(), ...more } },
        (error, out, stderr) => {
          if (out === '') reject(error ?? new Error(stderr))
          else resolve({ code: Number(error?.code ?? 0), stderr, stats: JSON.parse(out) })
        },
      )
    })

  it.each(CASES)('(%s, %s) is on disk where there is a spool, and the next start sends it', async (moment, logger) => {
    const spooled = { LIPSERVICE_SPOOL_DIR: directory }
    const { code, stderr, stats } = await run([moment, logger], spooled)
    expect(code).toBe(MOMENTS[moment as keyof typeof MOMENTS])
    expect(stderr).not.toContain('lipservice:')
    expect(stats.delivered + stats.pending + stats.lost).toBe(stats.accepted)
    // With the one in time, where the last second of a process was too short for it.
    expect(stats.pending).toBe(stats.delivered === 0 ? 4 : 3)
    await runHeir({ ...env(), ...spooled })
    expect([...idsAt(posthog)].filter((id) => id <= 1_000)).toEqual(expect.arrayContaining([0, 1, 2, 1_000]))
  })

  it.each([
    ['exit', 'pino'],
    ['shutdown', 'otel'],
  ])('(%s, %s) is counted as lost without a spool, and that is said once', async (moment, logger) => {
    const { stderr, stats } = await run([moment, logger, '30'], {})
    const lines = stderr.split('\n').filter((line) => line.startsWith('lipservice:'))
    expect(lines.filter((line) => line.endsWith('[logged_after_end]'))).toHaveLength(1)
    // The last word of each, ten a second at most.
    expect(lines.filter((line) => line.includes('the last word')).length).toBeGreaterThanOrEqual(10)
    expect(lines.length).toBeLessThanOrEqual(21)
    expect(stats.lost).toBeGreaterThanOrEqual(30)
    expect(stats.delivered + stats.pending + stats.lost).toBe(stats.accepted)
  })
})
