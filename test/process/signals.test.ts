import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakePostHog, startFakePostHog } from '../../src/testing.js'
import { idsAt } from '../support/dying-app.js'

const APP = fileURLToPath(new URL('./apps/signals.ts', import.meta.url))

describe('SIGTERM', () => {
  let posthog: FakePostHog
  beforeEach(async () => {
    posthog = await startFakePostHog()
  })
  afterEach(() => posthog.close())

  async function terminate(how: string, signals = 1, name: NodeJS.Signals = 'SIGTERM') {
    const env = { ...process.env, POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url }
    const child = spawn(process.execPath, [APP, how], { env, stdio: ['ignore', 'ignore', 'inherit', 'pipe'] })
    let said = ''
    child.stdio[3]!.on('data', (chunk) => {
      said += chunk
      if (!String(chunk).includes('ready')) return
      for (let i = 0; i < signals; i++) setTimeout(() => child.kill(name), i * 50)
    })
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
      child.on('close', (code, signal) => resolve([code, signal]))
    })
    return { code, signal, said: said.split('\n').filter(Boolean) }
  }

  it('ends an app that does not listen, as a signal does, with everything sent', async () => {
    expect(await terminate('none')).toMatchObject({ code: null, signal: 'SIGTERM' })
    expect(posthog.records).toHaveLength(1)
  })

  it.each(['SIGINT', 'SIGHUP'] as const)('is one of three: %s ends an app the same way', async (name) => {
    expect(await terminate('none', 1, name)).toMatchObject({ code: null, signal: name })
    expect(posthog.records).toHaveLength(1)
    expect(await terminate('off', 1, name)).toMatchObject({ code: null, signal: name })
    expect(posthog.records).toHaveLength(1)
  })

  it.each(['on-before', 'on-after', 'once-before', 'once-after'])(
    'is left to an app that listens (%s)',
    async (how) => {
      expect(await terminate(how)).toEqual({ code: 7, signal: null, said: ['ready', 'seen', 'done'] })
      // If it exits before the answer has come, it sends once more.
      expect(idsAt(posthog)).toEqual(new Set([1]))
    },
  )

  it('that comes twice does not wait', async () => {
    posthog.answer(() => ({ misbehave: 'hang' }))
    const startedAt = Date.now()
    expect(await terminate('none', 2)).toMatchObject({ signal: 'SIGTERM' })
    expect(Date.now() - startedAt).toBeLessThan(4_000)
  })

  it('is not touched when that is not wanted', async () => {
    expect(await terminate('off')).toMatchObject({ code: null, signal: 'SIGTERM' })
    expect(posthog.records).toHaveLength(0)
  })
})
