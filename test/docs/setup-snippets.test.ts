import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { CODE, checkOf, environmentOf } from '../../dashboard/src/screens/setup/snippets.js'
import { startFakeLipService, startFakePostHog } from '../../src/testing.js'
import { madeOnce } from '../support/made-once.js'
import { LONG } from '../support/tier.js'
import { nameOf } from './code-blocks.js'
import { root } from './pages.js'
import { runBlock } from './run-block.js'
import { setupBlocks } from './setup-blocks.js'

const SERVICE = "anna's shop"
const programs = await madeOnce('blockPrograms')
const cases = setupBlocks.map((block) => ({ ...block, ...programs[nameOf(block)]! }))
const folder = mkdtempSync(join(root, '.tmp', 'setup-'))

afterAll(() => rmSync(folder, { recursive: true }))

/** What a shell makes of lines with `export`. */
function exportedBy(lines: string): Record<string, string> {
  const out = execFileSync('sh', ['-c', `${lines}\nexec env -0`], { env: {}, encoding: 'utf8' })
  return Object.fromEntries(out.split('\0').flatMap((line) => (line === '' ? [] : [line.split(/=(.*)/s).slice(0, 2)])))
}

/** In the folder of an app that has lipservice installed, as the project itself has. */
async function runShell(line: string, env: Record<string, string>) {
  const PATH = `${dirname(process.execPath)}:/usr/bin:/bin`
  const child = spawn('sh', ['-c', line], { cwd: folder, env: { ...env, PATH }, stdio: ['ignore', 'ignore', 'pipe'] })
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  return { code, stderr }
}

async function startBackends() {
  const posthog = await startFakePostHog({ token: 'phc_project_token' })
  const lipservice = await startFakeLipService()
  const target = { service: SERVICE, url: lipservice.url, key: lipservice.apiKey }
  const env = { ...exportedBy(environmentOf(target, 'posthog')), POSTHOG_HOST: posthog.url }
  return { posthog, lipservice, target, env, close: () => Promise.all([posthog.close(), lipservice.close()]) }
}

describe('what the page says to put into an app', () => {
  it('has no problem of types', () => {
    expect(cases.flatMap(({ page, problems }) => problems.map((problem) => `${page}: ${problem}`))).toEqual([])
  })

  // `npm test` runs the first ones.
  it.concurrent.each(LONG ? cases : cases.slice(0, 2))(
    '$page runs, and reports as the service that was named',
    async (snippet) => {
      const { posthog, lipservice, env, close } = await startBackends()
      const { exitCode, stderr } = await runBlock(snippet.file, env)
      expect(exitCode, stderr).toBe(0)
      expect(stderr).not.toMatch(/lipservice: /)
      expect(posthog.records.map(({ body }) => body)).toContain('order 4711 placed')
      expect(new Set(lipservice.reports.map((report) => report.service_name))).toEqual(new Set([SERVICE]))
      expect(lipservice.problems).toEqual([])
      await close()
    },
  )

  it('starts an app without code, as it stands there', async () => {
    const { lipservice, posthog, env, close } = await startBackends()
    writeFileSync(join(folder, 'app.js'), "console.log('order 4711 placed')\n")
    const { code, stderr } = await runShell(CODE.none, env)
    expect(code, stderr).toBe(0)
    expect(posthog.records.map(({ body }) => body)).toContain('order 4711 placed')
    expect(lipservice.reports.map((report) => report.service_name)).toContain(SERVICE)
    await close()
  })

  it('exports the endpoint of another backend instead of a token', () => {
    const env = exportedBy(environmentOf({ service: SERVICE, url: 'http://127.0.0.1:8318', key: 'lsk_1' }, 'otlp'))
    expect(env).toMatchObject({ LIPSERVICE_API_KEY: 'lsk_1', OTEL_SERVICE_NAME: SERVICE })
    expect(env).toHaveProperty('OTEL_EXPORTER_OTLP_ENDPOINT')
    expect(env).not.toHaveProperty('POSTHOG_API_KEY')
  })

  it('asks the server by a line that a shell takes as it was meant', () => {
    const line = checkOf({ service: SERVICE, url: 'http://127.0.0.1:8318', key: 'lsk_1' })
    const words = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${line}`], { encoding: 'utf8' })
    expect(words.split('\0')).toEqual([
      '-i',
      '-H',
      'authorization: Bearer lsk_1',
      "http://127.0.0.1:8318/api/v1/policies/anna's%20shop",
      '',
    ])
  })
})
