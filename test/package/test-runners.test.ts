import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../support/installed-folder.js'
import { createPackedApp, type PackedApp } from '../support/packed-app.js'
import { root } from '../support/root.js'
import { LONG } from '../support/tier.js'

interface Runner {
  readonly name: string
  readonly packages: readonly string[]
  /** Of the test file. */
  readonly file: string
  /** Makes what the tests use. */
  readonly head: string
  /** Below `node_modules`; `undefined`: Node.js itself. */
  readonly main?: string
  readonly nodeFlags?: readonly string[]
  readonly flags: readonly string[]
  /** Beside the tests. */
  readonly files?: Readonly<Record<string, string>>
}

const BY_IMPORT = `const load = (name) => import(name)\n`
const BY_REQUIRE = `const load = async (name) => { const exports = require(name); return { default: exports, ...exports } }\n`
const JEST = `const fakeTimers = () => jest.useFakeTimers(), realTimers = () => jest.useRealTimers(), resetModules = () => jest.resetModules()\n`
const JEST_FLAGS = ['--ci', '--no-watchman', '--detectOpenHandles']
const configuration = (more: object = {}) => ({
  'jest.config.json': JSON.stringify({
    testMatch: ['**/*.test.*'],
    moduleFileExtensions: ['js', 'mjs', 'cjs', 'json'],
    transform: {},
    ...more,
  }),
})

const NODE_TEST: Runner = {
  name: 'node:test',
  packages: [],
  file: 'app.test.mjs',
  // It has no registry of modules to reset.
  head: `import { mock, test } from 'node:test'\nconst fakeTimers = () => mock.timers.enable(), realTimers = () => mock.timers.reset(), resetModules = undefined\n${BY_IMPORT}`,
  nodeFlags: ['--test'],
  flags: [],
}
const OTHERS: readonly Runner[] = [
  {
    name: 'Vitest',
    packages: ['vitest@5'],
    file: 'app.test.mjs',
    head: `import { test, vi } from 'vitest'\nconst fakeTimers = () => vi.useFakeTimers(), realTimers = () => vi.useRealTimers(), resetModules = () => vi.resetModules()\n${BY_IMPORT}`,
    main: 'vitest/vitest.mjs',
    flags: ['run'],
    // Else it does not reset what comes from node_modules.
    files: {
      'vitest.config.mjs': `export default { test: { server: { deps: { inline: [/node_modules.lipservice./] } } } }`,
    },
  },
  {
    name: 'Jest with CommonJS',
    packages: ['jest@30'],
    file: 'app.test.js',
    head: JEST + BY_REQUIRE,
    main: 'jest/bin/jest.js',
    flags: JEST_FLAGS,
    files: configuration(),
  },
  {
    name: 'Jest with time faked from the start',
    packages: ['jest@30'],
    file: 'app.test.js',
    head: JEST + BY_REQUIRE,
    main: 'jest/bin/jest.js',
    flags: JEST_FLAGS,
    files: configuration({ fakeTimers: { enableGlobally: true } }),
  },
  {
    name: 'Jest with jsdom',
    packages: ['jest@30', 'jest-environment-jsdom@30'],
    file: 'app.test.js',
    head: JEST + BY_REQUIRE,
    main: 'jest/bin/jest.js',
    flags: [...JEST_FLAGS, '--env=jsdom'],
    files: configuration(),
  },
  {
    name: 'Jest with ES modules',
    packages: ['jest@30'],
    file: 'app.test.mjs',
    head: `import { jest } from '@jest/globals'\n${JEST}${BY_IMPORT}`,
    main: 'jest/bin/jest.js',
    nodeFlags: ['--experimental-vm-modules'],
    flags: JEST_FLAGS,
    files: configuration(),
  },
]
/** The others have to be installed: `npm run test:long`. */
const RUNNERS = LONG ? [NODE_TEST, ...OTHERS] : [NODE_TEST]

describe('an app that is tested', () => {
  let app: PackedApp
  beforeAll(async () => {
    app = await createPackedApp(['pino', 'winston', ...new Set(RUNNERS.flatMap(({ packages }) => packages))])
  }, 600_000)
  afterAll(() => app.remove())

  for (const runner of RUNNERS) {
    it(`by ${runner.name}`, async (context) => {
      if (app.unreachable !== undefined) context.skip(app.unreachable)
      await expectToPass(runner)
    })
  }

  async function expectToPass({ name, file, head, main, nodeFlags = [], flags, files = {} }: Runner): Promise<void> {
    const folder = join(app.folder, name.replace(/\W+/g, '-'))
    await mkdir(folder)
    const body = await readFile(join(root, 'test/package/test-runners/body.js'), 'utf8')
    const all = { [file]: head + (await snippetOfTheDocs()) + body, ...files }
    for (const [path, text] of Object.entries(all)) await writeFile(join(folder, path), text)
    const program = main === undefined ? [] : [join(app.folder, 'node_modules', main)]
    const { VITEST: _, ...env } = process.env
    const { stdout, stderr } = await run(process.execPath, [...nodeFlags, ...program, ...flags, file], {
      cwd: folder,
      // A runner that hangs ends with what it has said.
      timeout: 90_000,
      env: { ...env, NO_COLOR: '1', FORCE_COLOR: '0', NODE_OPTIONS: '' },
    }).catch((error: { stdout: string; stderr: string }) => expect.fail(`${error.stdout}\n${error.stderr}`))
    const said = stdout + stderr
    expect(said).toMatch(/\b5 passed\b|pass 5\b/)
    // Nothing holds the runner, and nothing is logged once a test is over.
    expect(said).not.toMatch(/open handle|did not exit|force exited|after tests are done|torn down/i)
  }
})

/** The first block of docs/testing.md as a test. */
async function snippetOfTheDocs(): Promise<string> {
  const page = await readFile(join(root, 'docs/testing.md'), 'utf8')
  const [, block = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? []
  const code = block
    .replace(/^import (\{.*\}) from ('.*')$/gm, 'const $1 = await load($2)')
    .replace(/^console\.log\((.*)\) \/\/ → (.*)$/gm, "equal($1, '$2')")
  expect(code).toContain('equal(')
  return `test('the snippet of the documentation', async () => {\n${code}})\n`
}
