import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FakePostHog, startFakePostHog } from '../../src/testing.js'
import { run } from '../support/installed-folder.js'
import { createPackedApp, MODULE_FORMATS, type PackedApp, writeApp } from '../support/packed-app.js'
import { LONG } from '../support/tier.js'

const NEST = ['common', 'core', 'platform-express'].map((name) => `@nestjs/${name}`)

describe.runIf(LONG).each([
  [11, ['nestjs-pino', 'pino-http', 'pino']],
  [12, []],
])('a NestJS %d app', (version, more) => {
  let app: PackedApp
  let posthog: FakePostHog
  beforeAll(async () => {
    app = await createPackedApp([...NEST.map((name) => `${name}@${version}`), 'reflect-metadata', 'rxjs', ...more])
  }, 300_000)
  afterAll(() => app.remove())
  beforeEach(async ({ skip }) => {
    posthog = await startFakePostHog()
    skip(app.unreachable !== undefined, app.unreachable)
  })
  afterEach(() => posthog.close())

  async function start(format: (typeof MODULE_FORMATS)[number], env: NodeJS.ProcessEnv, flags: string[]) {
    const file = await writeApp(app.folder, 'nest', format)
    const { stdout, stderr } = await run(process.execPath, [...flags, file], {
      cwd: app.folder,
      env: { ...process.env, POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url, ...env },
    })
    return `${stdout}${stderr}`
  }
  const bodies = () => posthog.records.map(({ body }) => body)
  const expectOnce = () => {
    for (const body of ['orders listed', 'payment failed', 'nobody caught this'])
      expect(bodies().filter((one) => one === body)).toEqual([body])
    const failed = posthog.records.find(({ body }) => body === 'payment failed')!
    expect(failed.severityNumber).toBe(17)
    expect(failed.attributes).toMatchObject({ 'exception.type': 'TypeError', context: 'Orders' })
    const text = JSON.stringify(posthog.records)
    expect(text).not.toContain('\\u001b')
  }

  it.each(MODULE_FORMATS)('ships what its own logger prints, by zero code, each line once (%s)', async (format) => {
    const printed = await start(format, { FORCE_COLOR: '1' }, ['--import', 'lipservice/register'])
    expect(printed).toContain('orders listed')
    expectOnce()
    expect(bodies()).toContain('Starting Nest application...')
  })

  it.each(MODULE_FORMATS)('ships the same by one line of code (%s)', async (format) => {
    await start(format, { APP_LOGGER: 'wrapped' }, [])
    expectOnce()
  })

  it.runIf(more.length > 0)('ships each line once beside nestjs-pino', async () => {
    await start('CommonJS', { APP_LOGGER: 'pino' }, ['--import', 'lipservice/register'])
    expect(bodies().filter((body) => body === 'orders listed')).toHaveLength(1)
    expect(bodies().filter((body) => body === 'payment failed')).toHaveLength(1)
  })
})
