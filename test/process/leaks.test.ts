import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakePostHog, startFakePostHog } from '../../src/testing.js'
import { atTier, LONG, SOAK } from '../support/tier.js'

const MIB = 1024 * 1024

function run<T>(name: string, args: readonly (string | number)[], env: NodeJS.ProcessEnv): Promise<T> {
  const file = fileURLToPath(new URL(`./apps/${name}`, import.meta.url))
  return new Promise((resolve, reject) => {
    const child = fork(file, args.map(String), { env: { ...process.env, ...env }, execArgv: ['--expose-gc'] })
    let message: T | undefined
    child.on('message', (received) => {
      message = received as T
    })
    child.on('error', reject)
    child.on('close', (code) => (code === 0 && message ? resolve(message) : reject(new Error(`ended with ${code}`))))
  })
}

describe.runIf(LONG)('memory', () => {
  let posthog: FakePostHog
  let directory: string
  const env = () => ({ POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url })

  beforeEach(async () => {
    posthog = await startFakePostHog({ keepRecords: false })
    directory = mkdtempSync(path.join(tmpdir(), 'lipservice-leaks-'))
  })
  afterEach(async () => {
    await posthog.close()
    rmSync(directory, { recursive: true, force: true })
  })

  it.each(['', 'spool'])(
    'is given back by shutdown, with every timer, socket and listener (%s)',
    async (spool) => {
      type Left = { heap: number; resources: string[]; listeners: number }
      const cycles = atTier({ test: 150, long: 1_000, soak: 10_000 })
      const { before, after } = await run<{ before: Left; after: Left }>(
        'cycles.ts',
        [cycles, spool && path.join(directory, spool)],
        env(),
      )
      expect(after.resources).toEqual([])
      expect(after.listeners).toBe(before.listeners)
      expect((after.heap - before.heap) / MIB).toBeLessThan(1)
      if (SOAK) console.log(`${cycles} cycles: ${((after.heap - before.heap) / MIB).toFixed(2)} MiB`)
    },
    1_800_000,
  )

  // The table of patterns has to fill first, and half a minute after the start undici is loaded.
  const WARM_AFTER_SECONDS = 35
  if (LONG) {
    it('does not grow while an app logs, new templates and all', async () => {
      const seconds = SOAK ? 1_800 : 75
      type Soak = { heaps: [number, number][]; seen: number; errors: number; rss: number }
      const sampleSeconds = SOAK ? 10 : 1
      const { heaps, seen, rss } = await run<Soak>('soak.ts', [seconds, 5_000, sampleSeconds, directory], env())
      expect(seen).toBeGreaterThan(seconds * 2_500)
      const warm = heaps.filter(([at]) => at > Math.max(seconds / 3, WARM_AFTER_SECONDS))
      const { slope, error } = regression(warm)
      const upper = ((slope + 1.96 * error) * 3_600) / MIB
      if (SOAK) {
        console.log(
          `${seen} logs, slope ${((slope * 3_600) / MIB).toFixed(2)} MiB/h, at most ${upper.toFixed(2)}; RSS ${Math.round(rss / MIB)} MiB`,
        )
        expect(upper).toBeLessThan(0.5)
      }
      const [first] = warm
      expect((warm.at(-1)![1] - first![1]) / MIB).toBeLessThan(2)
    }, 3_600_000)
  }
})

/** Least squares, with the standard error of the slope. */
function regression(points: readonly (readonly [x: number, y: number])[]): { slope: number; error: number } {
  const n = points.length
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n
  const sxx = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / sxx
  const residual = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0)
  return { slope, error: Math.sqrt(residual / (n - 2) / sxx) }
}
