import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { configureAdaptiveLogging } from '../../../src/index.js'
import { startFakePostHog } from '../../../src/testing.js'
import { LONG } from '../../../test/support/tier.js'
import { startServerProcess } from '../support/server-process.js'

it.runIf(LONG)(
  'what an SDK counts while the server answers 503 is counted once the database is back, and once only',
  {
    timeout: 120_000,
  },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lipservice-refused-'))
    const database = join(folder, 'db')
    const server = await startServerProcess({ database, 'flush-seconds': '0.1', 'report-seconds': '1' })
    const posthog = await startFakePostHog()
    const logging = configureAdaptiveLogging({
      serviceName: 'checkout',
      posthogApiKey: posthog.token,
      posthogHost: posthog.url,
      lipserviceUrl: server.url,
      lipserviceApiKey: server.ingestKey!,
    })
    const logger = logging.getLogger('app')
    let emitted = 0
    const emit = () => {
      for (let i = 0; i < 100; i++, emitted++) logger.emit({ severityNumber: 9, body: `order ${emitted} placed` })
    }
    const headers = { authorization: `Bearer ${server.key}` }
    const seen = async () => {
      const { services } = (await (await fetch(`${server.url}/api/v1/services`, { headers })).json()) as {
        services: { seen: number }[]
      }
      return services[0]?.seen ?? 0
    }
    emit()
    await expect.poll(seen, { timeout: 20_000 }).toBe(emitted)

    await rename(database, `${database}.away`)
    const readiness = async () => {
      emit()
      return (await fetch(`${server.url}/readyz`)).json() as Promise<{ detail?: string }>
    }
    await expect.poll(async () => (await readiness()).detail, { timeout: 20_000 }).toContain('was removed while')
    await expect
      .poll(
        async () => {
          emit()
          return logging.stats().reports.failed
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(0)
    await rename(`${database}.away`, database)
    await expect.poll(seen, { timeout: 60_000, interval: 500 }).toBe(emitted)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    await logging.shutdown()
    expect(await seen()).toBe(emitted)
    await server.kill('SIGTERM')
    await posthog.close()
    await rm(folder, { recursive: true })
  },
)
