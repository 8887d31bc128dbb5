import { spawn } from 'node:child_process'
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakePostHog, startFakePostHog } from '../../src/testing.js'
import { runHeir } from '../support/dying-app.js'
import { atTier } from '../support/tier.js'

const APP = fileURLToPath(new URL('apps/crash-loop.ts', import.meta.url))
const STARTS = atTier({ test: 3, long: 50, soak: 500 })
const BUDGET = 2 ** 20
const DISK_BLOCK = 512

describe('an app that is killed at each start', () => {
  let posthog: FakePostHog
  let directory: string

  beforeEach(async () => {
    posthog = await startFakePostHog()
    directory = mkdtempSync(path.join(tmpdir(), 'lipservice-loop-'))
  })
  afterEach(async () => {
    await posthog.close()
    rmSync(directory, { recursive: true, force: true })
  })

  const bytesOnDisk = () =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, { parentPath, name }) => sum + lstatSync(path.join(parentPath, name)).blocks * DISK_BLOCK, 0)

  it('leaves a directory within its budget, with the reason of each death in it', async () => {
    posthog.answer(() => ({ status: 503 }))
    const env = { POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url, LIPSERVICE_SPOOL_DIR: directory }
    for (let id = 0; id < STARTS; id++) {
      const millis = id % 3 === 2 ? 1_000 : 0
      const child = spawn(process.execPath, [APP, String(id), String(millis)], {
        env: { ...process.env, ...env },
        stdio: 'ignore',
      })
      const signal = await new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)))
      expect(signal).toBe('SIGKILL')
      // A file takes whole blocks, and one that is rewritten is there twice until that is done.
      expect(bytesOnDisk()).toBeLessThanOrEqual((millis > 0 ? 2 : 1.1) * BUDGET)
    }
    posthog.answer(undefined)
    await runHeir(env)
    const reasons = posthog.records.filter(({ body }) => body === 'cannot start')
    const signature = reasons[0]?.attributes['lipservice.signature']
    const ids = new Set(reasons.map(({ attributes }) => Number(attributes['id'])))
    const ofPattern = posthog.records.filter(({ attributes }) => attributes['lipservice.signature'] === signature)
    const weight = ofPattern.reduce((sum, { attributes }) => sum + Number(attributes['lipservice.weight']), 0)
    // One by one, the first ten and ten of the last at least, and otherwise in a summary.
    expect(weight).toBeGreaterThanOrEqual(STARTS)
    expect(ids.size).toBeGreaterThanOrEqual(Math.min(STARTS, 20))
    for (let id = 0; id < Math.min(STARTS, 10); id++) expect(ids).toContain(id)
  }, 600_000)
})
