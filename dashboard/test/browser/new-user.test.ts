import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startFakePostHog } from '../../../src/testing.js'
import { createFolder } from '../../../test/support/installed-folder.js'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { describeInBrowser } from '../support/browser.js'

/** Nobody has to wait longer than this for the first budget, installs and all. */
const GOAL_MILLIS = 300_000
const TOKEN = 'phc_project_token'
/** An app as there are many: it has never heard of LipService. */
const APP = `
let n = 0
setInterval(() => {
  n++
  console.log('GET /orders/' + n + ' 200 in ' + (n % 90) + ' ms')
  if (n % 3 === 0) console.log('cache hit for order ' + n)
  if (n % 50 === 0) console.error('payment of order ' + n + ' was refused')
}, 2)
`

describeInBrowser.runIf(LONG)('somebody who has never seen it', (browser) => {
  it('comes from npx of the packed server to a budget by what the page says alone', {
    timeout: GOAL_MILLIS,
  }, async (context) => {
    const nodes = await madeOnce('nodeVersions')
    if (nodes.unreachable !== undefined) context.skip(nodes.unreachable)
    const [server, sdk] = [await madeOnce('serverTarball'), await madeOnce('sdkTarball')]
    const posthog = await startFakePostHog({ token: TOKEN })
    const began = performance.now()
    const passed: string[] = []
    const pass = (what: string) => passed.push(`${what} ${((performance.now() - began) / 1000).toFixed(1)} s`)
    const PATH = `${dirname(nodes.executables['24']!)}${delimiter}${process.env['PATH']}`
    const env = { ...process.env, PATH, npm_config_prefer_offline: 'true' }
    const empty = await mkdtemp(join(tmpdir(), 'lipservice-new-user-'))
    const children: ChildProcess[] = []
    const run = (command: string, cwd: string) => {
      const child = spawn('sh', ['-c', command], { cwd, env, stdio: ['ignore', 'ignore', 'pipe'], detached: true })
      children.push(child)
      return child
    }
    const page = await browser().newPage({ viewport: { width: 1_440, height: 900 } })
    page.setDefaultTimeout(120_000)
    const app = await createFolder([])
    try {
      const started = run(`npx --yes --package '${server}' lipservice-server --port 0`, empty)
      pass('started')
      await page.goto(await linkOf(started))
      pass('logged in')
      await page.locator('main a[href="/setup"]').first().click()
      await page.fill('[name=service]', 'shop')
      await page.getByRole('button', { name: 'Make key' }).click()
      const codes = page.locator('main pre.code')
      await codes.first().waitFor()
      const [environment, install, start] = await codes.allInnerTexts()
      pass('key')
      await writeFile(join(app.folder, 'app.js'), APP)
      expect(install).toBe('npm install lipservice')
      await promisify(execFile)('npm', ['install', sdk, '--no-audit', '--no-fund'], { cwd: app.folder, env })
      pass('installed')
      const shop = run(`${environment}\nexport POSTHOG_HOST=${posthog.url}\nexec ${start}`, app.folder)
      shop.stderr!.resume()
      await page.getByRole('heading', { name: 'shop reports' }).waitFor()
      pass('first report')
      await page.locator('main tbody tr').first().waitFor()
      pass('patterns')
      const suggested = Number(await page.inputValue('[name=amount]'))
      expect(suggested).toBeGreaterThan(0)
      await page.getByRole('button', { name: 'Set budget' }).click()
      await page.getByRole('heading', { name: /^Budget set: / }).waitFor()
      pass('budget')
      await page.getByRole('link', { name: 'To shop' }).click()
      await page.getByText('Logged and sent').waitFor()
      console.log(passed.join(', '))
      expect(posthog.records.length).toBeGreaterThan(0)
    } finally {
      await page.close()
      await Promise.all(children.map(end))
      await Promise.all([app.remove(), rm(empty, { recursive: true, force: true }), posthog.close()])
    }
  })
})

/** Returns the one-time link that the server prints; what it says later is read on, too. */
function linkOf({ stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    stderr!.on('data', (chunk) => {
      said += String(chunk)
      const [link] = /http:\S+\/login#code=\S+/.exec(said) ?? []
      if (link !== undefined) resolve(link)
    })
    stderr!.on('end', () => reject(new Error(`no link was printed: ${said}`)))
  })
}

/** Ends a shell with all that it started. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  process.kill(-child.pid!, 'SIGTERM')
  await ended
}
