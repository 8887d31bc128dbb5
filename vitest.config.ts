import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LONG } from './test/support/tier.js'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))
const source = (file: string) => fileURLToPath(new URL(`./src/${file}`, import.meta.url))

const testSupport = (file: string) => fileURLToPath(new URL(`./test/support/${file}`, import.meta.url))

/** Rooms that leave nothing behind in a process: their tests share one and import the source once. */
const PURE_ROOMS = [
  'advice',
  'classes',
  'cli',
  'control-plane',
  'corpus',
  'delivery',
  'destinations',
  'docs',
  'engine',
  'house',
  'instance',
  'internal',
  'laws',
  'options',
  'posthog',
  'protocol',
  'record',
  'redaction',
  'sampling',
  'signature',
  'stats',
  'testing',
  'values',
].map((room) => `test/${room}/**/*.test.ts`)

/** A module that a file replaces must not have been imported before, and would stay replaced for the files after it. */
const replacesModules = (file: string) => readFileSync(file, 'utf8').includes('vi.mock(')
/** All of a file waits for a longer tier: to load it, for nothing, takes seconds. */
function waits(file: string): boolean {
  const text = readFileSync(file, 'utf8')
  return /^(?:describe\w*|it)\.runIf\(LONG\)/m.test(text) && !/^(?:describe\w*|it)(?!\.runIf\(LONG\))\b/m.test(text)
}
const here = fileURLToPath(new URL('.', import.meta.url))
const WAITING = LONG
  ? []
  : globSync(['test/**/*.test.ts', 'server/test/**/*.test.ts', 'dashboard/test/**/*.test.{ts,tsx}'], {
      cwd: here,
    }).filter(
      // One that is named says itself that it is skipped.
      (file) => waits(`${here}${file}`) && !process.argv.includes(file),
    )
const inPureRooms = globSync(PURE_ROOMS, { cwd: here })
const REPLACING = inPureRooms.filter((file) => replacesModules(`${here}${file}`))
const PURE = inPureRooms.filter((file) => !REPLACING.includes(file))

export default defineConfig({
  // As in tsup.config.ts.
  define: { LIPSERVICE_VERSION: JSON.stringify(version) },
  resolve: {
    alias: [
      { find: /^@posthog\/hogql-parser$/, replacement: testSupport('posthog/remembered-parser.ts') },
      { find: /^lipservice$/, replacement: source('index.ts') },
      {
        find: /^lipservice\/(pino|winston|console|nest|posthog|protocol|allocation|signature|posthog-api|testing)$/,
        replacement: source('$1.ts'),
      },
    ],
  },
  test: {
    globalSetup: ['test/support/made-once-setup.ts'],
    // Much of the time is spent waiting for children, sockets and installs.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: PURE_ROOMS,
          exclude: [...WAITING, ...REPLACING, 'test/docs/code-blocks.test.ts', 'test/docs/setup-snippets.test.ts'],
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [
            ...WAITING,
            ...PURE,
            'test/package/**',
            'test/process/**',
            'test/demo/**',
            'test/docs/code-blocks.test.ts',
            'test/docs/setup-snippets.test.ts',
          ],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['server/test/**/*.test.ts'],
          exclude: [...WAITING, 'server/test/process/**'],
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          include: ['dashboard/test/unit/**/*.test.{ts,tsx}'],
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['dashboard/test/browser/**/*.test.ts'],
          exclude: WAITING,
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: [
            'test/process/**/*.test.ts',
            'test/package/**/*.test.ts',
            'test/demo/**/*.test.ts',
            'test/docs/code-blocks.test.ts',
            'test/docs/setup-snippets.test.ts',
            'server/test/process/**/*.test.ts',
          ],
          exclude: WAITING,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Each is a process of its own: more than there are cores make all of them late.
          maxConcurrency: 2,
        },
      },
    ],
  },
})
