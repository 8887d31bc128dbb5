import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runCli } from '../../../test/cli/support/run-cli.js'
import { readConfig } from '../../src/config.js'
import { createLog } from '../../src/log.js'
import { type RunningServer, startServer } from '../../src/server.js'
import { reportOf } from '../support/api-under-test.js'

const WISH = 'keep everything of "payment declined"; budget 0.001 GB a day'

describe('the command line asks a server for words', () => {
  let server: RunningServer
  const call = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${server.firstKey}`, 'content-type': 'application/json' }
    const answer = await fetch(server.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    expect(answer.ok).toBe(true)
    return answer.json()
  }
  const budgets = async () => ((await call('GET', '/api/v1/budgets')) as { budgets: object[] }).budgets
  const cli = (args: readonly string[], width = 40) =>
    runCli(args, {
      env: { LIPSERVICE_URL: server.url, LIPSERVICE_API_KEY: server.firstKey!, COLUMNS: `${width}`, LC_ALL: 'C' },
    })
  const isFitting = (text: string) => text.split('\n').every((line) => /^[\x20-\x7e]{0,40}$/.test(line))

  beforeAll(async () => {
    server = await startServer(
      readConfig(['--port', '0', '--database', ':memory:', '--flush-seconds', '0.1'], {}),
      createLog('silent'),
    )
    await call('PUT', '/api/v1/policies/shop', { global_rate: 0.5, budget: { bytes_per_second: 2_000 } })
    const now = Math.floor(Date.now() / 1_000)
    const lines = [{ template: 'payment declined for <*>', first_seen: now, last_seen: now }]
    await call('POST', '/api/v1/patterns/stats', reportOf({ timestamp: now }, lines))
    await vi.waitFor(async () => {
      const { patterns } = (await call('GET', '/api/v1/patterns')) as { patterns: object[] }
      expect(patterns).toHaveLength(1)
    })
  })
  afterAll(() => server.stop())

  it('a version of a policy is explained, and why no model says it', async () => {
    const { code, out } = await cli(['explain', '--policy-version', '1', '--service', 'shop', '--ask'])
    expect(code).toBe(0)
    expect(out.replace(/\s+/g, ' ')).toContain('at most 50 % are kept')
    expect(out.replace(/\s+/g, ' ')).toContain('There are no words of a model: no language model is configured.')
    expect(isFitting(out)).toBe(true)
    const missing = await cli(['explain', '--incident', '9'], 160)
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('404 to incident 9') })
  })

  it('a wish is shown and not done, until somebody says yes', async () => {
    const shown = await cli(['wish', WISH, '--service', 'shop'])
    expect(shown).toMatchObject({ code: 0, err: 'Nothing was done: --yes does it.\n' })
    expect(shown.out.replace(/\s+/g, ' ')).toContain('shop: 0.001 gb per day, none before')
    expect(shown.out.replace(/\s+/g, ' ')).toContain('"payment declined for <*>" of shop is kept whole')
    expect(isFitting(shown.out)).toBe(true)
    expect(await budgets()).toEqual([])
    const done = await cli(['wish', WISH, '--service', 'shop', '--yes'])
    expect(done).toMatchObject({ code: 0, err: expect.stringContaining('1 change, and the budget is set') })
    expect(await budgets()).toMatchObject([{ service: 'shop', amount: 0.001 }])
  })

  it('what is not understood is asked back, and does nothing, whatever is said', async () => {
    const { code, out } = await cli(['wish', 'what would you do?', '--yes', '--service', 'shop'])
    expect(code).toBe(1)
    expect(out.replace(/\s+/g, ' ')).toContain('not understood')
  })

  it('what is named twice, or by nothing, is refused', async () => {
    for (const args of [['explain'], ['explain', 'a line', '--incident', '1'], ['wish', '  ']])
      expect((await cli(args)).code).toBe(2)
  })
})
