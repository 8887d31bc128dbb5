import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)

describe('the example', () => {
  it.each([
    'opentelemetry',
    'pino',
    'fastify',
    'winston',
    'express-winston',
    'console',
    'own-adapter',
    'zero-code/run',
    'worker-threads',
    'cluster',
  ])('%s runs, thins, and delivers its errors', async (name) => {
    const file = fileURLToPath(new URL(`../../examples/${name}.ts`, import.meta.url))
    const { stdout } = await run(process.execPath, [file], { env: { ...process.env, POSTHOG_API_KEY: '' } })
    const result = JSON.parse(stdout)
    expect(result).toMatchObject({ seen: 5_010, errors: 10, arrived: result.kept })
    expect(result.kept).toBeLessThan(600)
  })
})
