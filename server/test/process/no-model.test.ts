import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LONG } from '../../../test/support/tier.js'
import { type FakeLlm, startFakeLlm } from '../support/fake-llm.js'
import { type ServerProcess, startServerProcess } from '../support/server-process.js'

const LOG_IMPORTS = fileURLToPath(new URL('../support/log-imports.mjs', import.meta.url))
const MODULES = /@ai-sdk|[\\/]asking-[\w-]+\.js/

describe.runIf(LONG)('the built server', () => {
  let folder: string
  let llm: FakeLlm
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lipservice-no-model-'))
    llm = await startFakeLlm()
    llm.answer(() => JSON.stringify({ budgets: [], wants: [], not_understood: ['that'] }))
    vi.stubEnv('SERVER_NODE_FLAGS', `--import ${LOG_IMPORTS}`)
    vi.stubEnv('LOADED_MODULES', join(folder, 'loaded'))
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await llm.close()
    rmSync(folder, { recursive: true })
  })

  async function use(server: ServerProcess) {
    const call = async (method: string, path: string, body?: object) => {
      const headers = { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' }
      const text = body === undefined ? {} : { body: JSON.stringify(body) }
      const answer = await fetch(`${server.url}/api/v1/${path}`, { method, headers, ...text })
      expect(answer.status, `${method} ${path}`).toBeLessThan(300)
      await answer.arrayBuffer()
    }
    await call('PUT', 'policies/shop', { global_rate: 0.5 })
    await call('GET', 'model')
    await call('GET', 'model/verdicts')
    await call('GET', 'model/preview')
    await call('GET', 'advice')
    await call('PUT', 'model', { mode: 'suggest', reason: 'r' })
    await call('POST', 'wishes', { text: 'honestly, what now?', services: ['shop'] })
    await call('POST', 'policies/shop/versions/1/explanation', {})
    await call('GET', 'policies/shop')
    await server.kill('SIGTERM')
    return readFileSync(join(folder, 'loaded'), 'utf8')
      .split('\n')
      .filter((url) => MODULES.test(url))
  }

  it('loads nothing of a language model where none is configured, whatever is asked of it', async () => {
    expect(await use(await startServerProcess({ database: join(folder, 'db') }))).toEqual([])
    expect([...llm.bodies, ...llm.refused]).toEqual([])
  })

  it('loads it where one is, once it is needed', async () => {
    vi.stubEnv('LIPSERVICE_LLM_API_KEY', llm.key)
    const flags = { database: join(folder, 'db'), 'llm-url': llm.url, 'llm-model': 'fake' }
    const loaded = await use(await startServerProcess(flags))
    expect(loaded.some((url) => url.includes('@ai-sdk/openai-compatible'))).toBe(true)
    expect(llm.bodies.length).toBeGreaterThan(0)
  })
})
