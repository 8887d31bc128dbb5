import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakePostHog, type ScriptedAnswer, startFakePostHog } from '../../src/testing.js'
import { root } from '../support/root.js'

const run = promisify(execFile)

/** Ends by `process.exit()` in the same turn in which it logged: nothing but the worker at the end can send. */
const APP = `
  import { configureAdaptiveLogging } from '${pathToFileURL(join(root, 'dist/index.js'))}'
  const logger = configureAdaptiveLogging().getLogger('app')
  logger.emit({ severityNumber: 17, body: 'an error' })
  process.exit(3)`

describe('what is sent while a process ends', () => {
  let posthog: FakePostHog
  let came: string[]
  beforeEach(async () => {
    posthog = await startFakePostHog()
    came = []
  })
  afterEach(() => posthog.close())

  async function end(answer: (encoding: string) => ScriptedAnswer | undefined, env: NodeJS.ProcessEnv = {}) {
    posthog.answer(({ headers }) => {
      const encoding = String(headers['content-encoding'] ?? 'none')
      came.push(encoding)
      return answer(encoding)
    })
    const ended = run(process.execPath, ['--input-type=module', '-e', APP], {
      env: { PATH: process.env['PATH'], POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url, ...env },
    })
    await expect(ended).rejects.toMatchObject({ code: 3 })
    return posthog.records.map(({ body }) => body)
  }

  it('is compressed', async () => {
    expect(await end(() => undefined)).toEqual(['an error'])
    expect(came).toEqual(['gzip'])
  })

  it('is not compressed where that is not wanted', async () => {
    expect(await end(() => undefined, { OTEL_EXPORTER_OTLP_COMPRESSION: 'none' })).toEqual(['an error'])
    expect(came).toEqual(['none'])
  })

  it.each([400, 415])('is sent once more uncompressed to a backend that answers %i to gzip', async (status) => {
    expect(await end((encoding) => (encoding === 'gzip' ? { status } : undefined))).toEqual(['an error'])
    expect(came).toEqual(['gzip', 'none'])
  })

  it('is repeated while a backend fails', async () => {
    expect(await end(() => (came.length < 3 ? { status: 503 } : undefined))).toEqual(['an error'])
    expect(came).toHaveLength(3)
  })

  it('is not repeated to a backend that says when to come back', async () => {
    expect(await end(() => ({ status: 503, headers: { 'retry-after': '900' } }))).toEqual([])
    expect(came).toHaveLength(1)
  })
})
