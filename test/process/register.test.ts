import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakePostHog, startFakePostHog } from '../../src/testing.js'

const run = promisify(execFile)
const REGISTER = fileURLToPath(new URL('../../dist/register.cjs', import.meta.url))
const NOISE = `for (let i = 0; i < 2000; i++) console.log('noise %d', i); console.error('failed')`

describe('lipservice/register', () => {
  let posthog: FakePostHog
  beforeEach(async () => {
    posthog = await startFakePostHog()
  })
  afterEach(() => posthog.close())

  const app = (script: string, env: NodeJS.ProcessEnv = {}, flags: string[] = ['--import', REGISTER]) =>
    run(process.execPath, [...flags, '--eval', script], {
      env: { ...process.env, POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url, ...env },
    })

  it('samples by nothing but the environment', async () => {
    const { stdout, stderr } = await app(NOISE, { OTEL_SERVICE_NAME: 'shop' })
    expect(stdout.trim().split('\n')).toHaveLength(2_000)
    expect(stderr).toBe('failed\n')
    expect(posthog.records.length).toBeLessThan(400)
    expect(posthog.records.filter(({ severityNumber }) => severityNumber === 17)).toHaveLength(1)
    expect(posthog.records[0]!.resource['service.name']).toBe('shop')
  })

  it('works by NODE_OPTIONS, by --require, and is one where both are given', async () => {
    await app(NOISE, { NODE_OPTIONS: `--import ${REGISTER}` }, ['--require', REGISTER])
    expect(posthog.records.filter(({ severityNumber }) => severityNumber === 17)).toHaveLength(1)
  })

  it.each([
    ['off', 2_001, undefined],
    ['shadow', 2_001, /keep|drop/],
  ])('ships everything with LIPSERVICE_SAMPLING=%s', async (mode, count, shadow) => {
    await app(NOISE, { LIPSERVICE_SAMPLING: mode })
    expect(posthog.records).toHaveLength(count)
    if (shadow !== undefined) expect(String(posthog.records[100]!.attributes['lipservice.shadow'])).toMatch(shadow)
  })

  it('thins the console itself when asked', async () => {
    const { stdout } = await app(NOISE, { LIPSERVICE_THIN_DESTINATION: 'true' })
    expect(stdout.trim().split('\n').length).toBe(posthog.records.length - 1)
  })

  it('finds only the loggers that LIPSERVICE_LOGGERS names', async () => {
    await app(NOISE, { LIPSERVICE_LOGGERS: 'pino,winston' })
    expect(posthog.records).toHaveLength(0)
  })

  it.each([
    ['no destination', { POSTHOG_API_KEY: '', NODE_ENV: 'production' }, 'no destination for logs'],
    ['an option out of range', { LIPSERVICE_BUDGET: 'lots' }, 'LIPSERVICE_BUDGET (option budget) must be'],
    ['an unknown logger', { LIPSERVICE_LOGGERS: 'log4j' }, "LIPSERVICE_LOGGERS must be 'none' or some of"],
  ])('lets the app run and says why on stderr: %s', async (_, env, reason) => {
    const { stdout, stderr } = await app(`console.log('runs')`, env)
    expect(stdout).toBe('runs\n')
    expect(stderr).toContain(`lipservice: not started, all logs pass: ${reason}`)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('answers the running instance to an app that configures it in code as well', async () => {
    const script = `
      const { configureAdaptiveLogging } = require(${JSON.stringify(REGISTER.replace('register', 'index'))})
      configureAdaptiveLogging({ serviceName: 'other' }).shutdown().then(() => console.log('done'))`
    const { stdout } = await app(script)
    expect(stdout).toBe('done\n')
  })
})
