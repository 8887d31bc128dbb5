import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakePostHog, startFakePostHog } from '../../src/testing.js'
import { idsAt, runHeir, runToDeath } from '../support/dying-app.js'

describe('errors that wait for a backend that is gone', () => {
  let posthog: FakePostHog
  let directory: string

  beforeEach(async () => {
    posthog = await startFakePostHog()
    directory = mkdtempSync(path.join(tmpdir(), 'lipservice-other-'))
  })
  afterEach(async () => {
    await posthog.close()
    rmSync(directory, { recursive: true, force: true })
  })

  it('go to the new one where LIPSERVICE_SPOOL_ADOPTION says so', async () => {
    const env = { POSTHOG_API_KEY: posthog.token, LIPSERVICE_SPOOL_DIR: directory }
    const dead = await runToDeath('sigkill', {
      adapter: 'otel',
      count: 20,
      env: { ...env, POSTHOG_HOST: 'http://127.0.0.1:9' },
    })
    expect(dead.accepted).toHaveLength(20)
    const longAgo = new Date(Date.now() - 10 * 60_000)
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) utimesSync(path.join(entry.parentPath, entry.name), longAgo, longAgo)
    }
    await runHeir({ ...env, POSTHOG_HOST: posthog.url, LIPSERVICE_SPOOL_ADOPTION: 'all' })
    expect([...idsAt(posthog)].sort((a, b) => a - b)).toEqual(dead.accepted)
  })
})
