import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { startFakePostHog } from '../../src/testing.js'
import { idsAt, runHeir, runToDeath } from '../support/dying-app.js'

it.runIf(process.platform !== 'win32')(
  'an app starts, and sends what waits, beside a file of 3 GB and pipes in its spool',
  async () => {
    const posthog = await startFakePostHog()
    const directory = mkdtempSync(path.join(tmpdir(), 'lipservice-strange-'))
    try {
      const env = { POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url, LIPSERVICE_SPOOL_DIR: directory }
      const dead = await runToDeath('sigkill', { adapter: 'otel', count: 20, env })
      const [spool] = readdirSync(directory)
      const strange = (serial: number) =>
        path.join(directory, spool!, `00000000-1-00000000-0_1700000000000-${serial}-00000007.seg`)
      writeFileSync(strange(0), '')
      truncateSync(strange(0), 3 * 1024 ** 3)
      utimesSync(strange(0), 0, 0)
      // As many as there are threads that could wait for them.
      for (let serial = 1; serial <= 4; serial++) {
        execFileSync('mkfifo', [strange(serial)])
        utimesSync(strange(serial), 0, 0)
      }
      await runHeir(env)
      expect([...idsAt(posthog)].sort((a, b) => a - b)).toEqual(dead.accepted)
    } finally {
      rmSync(directory, { recursive: true, force: true })
      await posthog.close()
    }
  },
)
