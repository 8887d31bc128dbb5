import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FakePostHog, startFakePostHog } from '../../src/testing.js'
import { readPage } from '../docs/pages.js'
import { run } from '../support/installed-folder.js'
import { madeOnce } from '../support/made-once.js'
import { createPackedApp, type PackedApp } from '../support/packed-app.js'
import { LONG } from '../support/tier.js'

/** Where the documentation says that a container's app has its packages. */
const DOCUMENTED = '/app/node_modules/lipservice/'

describe.runIf(LONG)('NODE_OPTIONS for a whole container', () => {
  let app: PackedApp
  let elsewhere: string
  let posthog: FakePostHog
  beforeAll(async () => {
    app = await createPackedApp([])
    elsewhere = await mkdtemp(join(tmpdir(), 'lipservice-cwd-'))
    await mkdir(join(elsewhere, 'deep', 'down'), { recursive: true })
    const say = `console.error('said by %s', 'an app')\n`
    await writeFile(join(elsewhere, 'app.mjs'), say)
    await writeFile(join(elsewhere, 'app.cjs'), say)
    const manifest = { name: 'other', version: '1.0.0', scripts: { say: 'node app.cjs' } }
    await writeFile(join(elsewhere, 'package.json'), JSON.stringify(manifest))
  })
  afterAll(async () => {
    await app.remove()
    await rm(elsewhere, { recursive: true, force: true })
  })
  beforeEach(async () => {
    posthog = await startFakePostHog()
  })
  afterEach(() => posthog.close())

  const installed = () => join(app.folder, 'node_modules/lipservice/')
  const environment = (options: string) => ({
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    NODE_OPTIONS: options,
    POSTHOG_API_KEY: posthog.token,
    POSTHOG_HOST: posthog.url,
  })
  const saidBy = () => posthog.records.map(({ body }) => body)

  const FORMS: readonly (readonly [name: string, options: () => string])[] = [
    ['--import and a path', () => `--import ${installed()}dist/register.js`],
    ['--import and a URL', () => `--import ${pathToFileURL(`${installed()}dist/register.js`)}`],
    ['--require and a path', () => `--require ${installed()}dist/register.cjs`],
  ]
  const APPS = ['app.mjs', 'app.cjs']
  const majors = LONG ? ['20', '22', '24', '26'] : ['24']

  for (const [form, options] of FORMS) {
    for (const major of majors) {
      it(`by ${form} samples apps in any folder, on Node.js ${major}`, async (context) => {
        if (app.unreachable !== undefined) context.skip(app.unreachable)
        const node = LONG ? await executableOf(major) : process.execPath
        if (typeof node !== 'string') return context.skip(node.unreachable)
        for (const cwd of ['/', elsewhere, join(elsewhere, 'deep', 'down')]) {
          for (const file of APPS) {
            posthog.clear()
            const { stderr } = await run(node, [join(elsewhere, file)], { cwd, env: environment(options()) })
            expect(stderr).toBe('said by an app\n')
            expect(saidBy()).toEqual(['said by an app'])
          }
        }
      })
    }
  }

  it.for(['npm --version', 'npm run --silent say', 'npx --version'])(
    'lets %s do its work in another folder',
    async (line, context) => {
      if (app.unreachable !== undefined) context.skip(app.unreachable)
      const [command = '', ...args] = line.split(' ')
      const plain = await run(command, args, { cwd: elsewhere, env: environment('') })
      const sampled = await run(command, args, { cwd: elsewhere, env: environment(FORMS[0]![1]()) })
      expect(sampled).toEqual(plain)
      expect(saidBy()).toEqual(line.endsWith('say') ? ['said by an app'] : [])
    },
  )

  it('is documented with paths that are there', async (context) => {
    if (app.unreachable !== undefined) context.skip(app.unreachable)
    const text = ['README.md', 'docs/recipes/zero-code.md'].map((path) => readPage(path).text).join('\n')
    const documented = [...text.matchAll(/NODE_OPTIONS="?(--(?:import|require)) ([^\s"`]+)/g)]
    expect(documented.length).toBeGreaterThanOrEqual(2)
    for (const [, flag, path = ''] of documented) {
      // A name alone is looked for from the working directory of each process, which dies where it is not found.
      expect(path.startsWith(DOCUMENTED), path).toBe(true)
      posthog.clear()
      const options = `${flag} ${path.replace(DOCUMENTED, installed())}`
      await run(process.execPath, [join(elsewhere, 'app.cjs')], { cwd: '/', env: environment(options) })
      expect(saidBy()).toEqual(['said by an app'])
    }
  })

  async function executableOf(major: string): Promise<string | { unreachable: string }> {
    const { executables, unreachable } = await madeOnce('nodeVersions')
    return unreachable === undefined ? executables[major]! : { unreachable }
  }
})
