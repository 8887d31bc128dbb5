import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writePinoFile } from '../../bench/cli/pino-file.js'
import { commandsOf as wordsOf } from '../../src/cli/doctor/app/shell-words.js'
import { FINDINGS } from '../../src/cli/doctor/finding.js'
import { type FakePostHogApi, startFakePostHogApi } from '../../src/testing/posthog-api/fake-posthog-api.js'
import { packageAt } from '../cli/doctor/planted-app.js'
import { readPage } from '../docs/pages.js'
import { shopRows } from '../support/posthog-shop.js'
import { root } from '../support/root.js'
import { LONG } from '../support/tier.js'

const page = readPage('docs/cli.md')
const cli = join(root, 'dist/cli/lipservice.js')
const folder = mkdtempSync(join(tmpdir(), 'lipservice-documented-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What the page's lines are run in: an app with three faults, and three policies. */
const FILES: Readonly<Record<string, string>> = {
  ...packageAt('lipservice', '0.1.0'),
  ...packageAt('pino', '8.21.0'),
  'package.json': JSON.stringify({
    name: 'shop',
    version: '1.2.3',
    type: 'module',
    scripts: { start: 'node app.js --import lipservice/register' },
    dependencies: { lipservice: '^0.1.0', pino: '^8.0.0' },
  }),
  'app.js': "import pino from 'pino'\n",
  'before.json': JSON.stringify({ version: 7, global_rate: 0.5, pattern_rates: { c178fbb9bf4271ab: 0.01 } }),
  'policy.json': JSON.stringify({ version: 8, global_rate: 0.25, keep_patterns: ['c178fbb9bf4271ab'] }),
  'wrong.json': JSON.stringify({ version: 9, global_rate: 7, severity_rate: { DEBUG: 0.1 } }),
}
const ENV = {
  PATH: dirname(process.execPath),
  LANG: 'C.UTF-8',
  COLUMNS: '96',
  OTEL_SERVICE_NAME: 'shop',
  POSTHOG_API_KEY: 'phc_k3Jx0123456789abcdefQ7wz',
  LIPSERVICE_SPOL_DIR: '/var/spool/shop',
  POSTHOG_PERSONAL_API_KEY: 'phx_0123456789abcdefghijABCDEFGHIJ',
}
for (const [name, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

if (LONG) writePinoFile(join(folder, 'app.log'), 20_000_000)

/** They read hours of logs: seconds each. */
const TAKES_LONG = /lipservice (?:analyze|simulate|posthog savings) /

/** Each output of the page, with the line before it. */
const outputs = page.blocks.flatMap((block, i) => {
  const before = page.blocks[i - 1]
  return block.language === 'text' && before?.language === 'sh' ? [[before.code.trim(), block.code] as const] : []
})

describe('docs/cli.md', () => {
  let posthog: FakePostHogApi
  beforeAll(async () => {
    posthog = await startFakePostHogApi({ project: '12345', personalApiKey: ENV.POSTHOG_PERSONAL_API_KEY })
    // Which hours are read depends on when the command starts: a later one is like the others.
    posthog.addLogs(shopRows(6, Date.now(), 1))
  })
  afterAll(() => posthog.close())

  it('has an output of several commands', () => {
    expect(outputs.length).toBeGreaterThan(4)
    expect(page.blocks.filter(({ language }) => language === 'text')).toHaveLength(outputs.length)
  })

  it.each(outputs.filter(([line]) => LONG || !TAKES_LONG.test(line)))('shows what %s prints', async (line, said) => {
    const [[, , ...args] = []] = wordsOf(
      line.replace(' --host eu', '').replace('--project', `--host ${posthog.url} --project`),
    )
    const printed = await new Promise<string>((resolve) => {
      execFile(process.execPath, [cli, ...args], { cwd: folder, env: ENV }, (_error, stdout) => resolve(stdout))
    })
    const trimmed = (text: string) => text.replace(/^\n+|\s+$/g, '')
    expect(trimmed(printed).replace(process.version, 'v24.21.0')).toBe(trimmed(said))
  })

  it('names all that the doctor finds', () => {
    const named = [...page.text.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name)
    expect(Object.keys(FINDINGS).filter((name) => !named.includes(name))).toEqual([])
  })
})
