import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeLipService, type FakePostHog, startFakeLipService, startFakePostHog } from '../../src/testing.js'
import { runApp } from '../support/child-process.js'

describe('the process of an app that only configures and logs', () => {
  let posthog: FakePostHog
  let lipservice: FakeLipService
  const env = () => ({ POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url })

  beforeEach(async () => {
    posthog = await startFakePostHog()
    lipservice = await startFakeLipService()
  })
  afterEach(async () => {
    await posthog.close()
    await lipservice.close()
  })

  it('ends by itself with everything delivered', async () => {
    const result = await runApp('log-and-end.ts', ['1000'], env())
    expect(result).toMatchObject({ code: 0, signal: null, stderr: '' })
    expect(posthog.records).toHaveLength(1_000)
    expect(result.message?.stats).toMatchObject({ delivered: 1_000, pending: 0 })
  })

  it('keeps its exit code', async () => {
    const result = await runApp('log-and-end.ts', ['10', '7'], env())
    expect(result.code).toBe(7)
    expect(posthog.records).toHaveLength(10)
  })

  it('ends with nothing logged at all', async () => {
    const result = await runApp('log-and-end.ts', ['0'], env())
    expect(result.code).toBe(0)
    expect(posthog.requests).toHaveLength(0)
  })

  it('reports to LipService before it ends', async () => {
    const urls = { LIPSERVICE_URL: lipservice.url, LIPSERVICE_API_KEY: lipservice.apiKey }
    const result = await runApp('log-and-end.ts', ['50'], { ...env(), ...urls })
    expect(result.code).toBe(0)
    expect(lipservice.reports.reduce((sum, report) => sum + report.total_logs, 0)).toBe(50)
  })

  it('meets a backend that heals while it waits', async () => {
    posthog.answer([{ status: 503 }, { status: 500 }, { misbehave: 'reset' }])
    const result = await runApp('log-and-end.ts', ['20'], env())
    expect(result.code).toBe(0)
    expect(posthog.records).toHaveLength(20)
  })

  it('ends soon, exit code unchanged, when there is no backend, and says what is lost', async () => {
    const result = await runApp('log-and-end.ts', ['20', '3'], {
      POSTHOG_API_KEY: 'phc_x',
      POSTHOG_HOST: 'http://127.0.0.1:9',
    })
    expect(result).toMatchObject({ code: 3, signal: null })
    // 2 s of a machine that does nothing else; the deadline would be 5 s, and another at the exit.
    expect(result.endedAt - result.startedAt).toBeLessThan(4_500)
    const lines = result.stderr.trimEnd().split('\n')
    expect(lines.slice(0, 10)).toEqual(
      Array.from({ length: 10 }, (_, i) => `lipservice: an error could not be delivered: "record ${i}"`),
    )
    expect(lines.slice(10)).toEqual([
      expect.stringMatching(/^lipservice: 20 log records could not be delivered .*ECONNREFUSED.*\[lost_at_end\]$/),
    ])
    expect(result.message?.stats).toMatchObject({ delivered: 0, pending: 0, dropped: { shutdown: 20 } })
  })

  it('ends within the deadline when backend and LipService accept and never answer', async () => {
    posthog.answer(() => ({ misbehave: 'hang' }))
    lipservice.answer(() => ({ misbehave: 'hang' }))
    const urls = { LIPSERVICE_URL: lipservice.url, LIPSERVICE_API_KEY: lipservice.apiKey }
    const result = await runApp('log-and-end.ts', ['20'], { ...env(), ...urls })
    expect(result.code).toBe(0)
    // The deadline is 5 s, a request may take 10: the process did not wait for a request.
    expect(result.endedAt - result.startedAt).toBeLessThan(9_000)
  })
})
