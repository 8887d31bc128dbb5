import { spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startFakePostHog } from '../../src/testing.js'
import { run } from '../support/installed-folder.js'
import { createPackedApp, type PackedApp } from '../support/packed-app.js'
import { root } from '../support/root.js'
import { LONG } from '../support/tier.js'

type Format = 'esm' | 'cjs'

type Row = readonly [app: string, format: Format, external: boolean]
const ROWS: readonly Row[] = [
  ['app.mjs', 'esm', false],
  ['app.mjs', 'esm', true],
  ['app.mjs', 'cjs', false],
  ['zero-code.mjs', 'esm', false],
]
const ROWS_OF_ESBUILD: readonly Row[] = [
  ...ROWS,
  ['app.mjs', 'cjs', true],
  ['zero-code.mjs', 'esm', true],
  ['zero-code.mjs', 'cjs', false],
  ['zero-code.mjs', 'cjs', true],
  ['commonjs.cjs', 'cjs', false],
]
/** It answers in the format of the app. */
const ROWS_OF_NCC: readonly Row[] = [
  ['app.mjs', 'esm', false],
  ['zero-code.mjs', 'esm', false],
  ['commonjs.cjs', 'cjs', false],
  ['commonjs.cjs', 'cjs', true],
]

interface Job {
  /** File of the app. */
  readonly entry: string
  readonly format: Format
  /** Folder for the bundle, which is `bundle.mjs` or `bundle.cjs` there, or ncc's `index`. */
  readonly out: string
  /** Leave this package out of the bundle. */
  readonly external: boolean
}

interface Bundler {
  readonly name: string
  readonly packages: readonly string[]
  /** Command line, below `node_modules/.bin`. */
  readonly command: (job: Job) => readonly [bin: string, ...args: string[]]
  readonly rows: readonly Row[]
}

const configured = (bin: string, configuration: string, ...args: string[]): Pick<Bundler, 'command' | 'rows'> => ({
  command: () => [bin, ...args, '--config', configuration],
  rows: ROWS,
})

const ESBUILD: Bundler = {
  name: 'esbuild',
  packages: [],
  rows: ROWS_OF_ESBUILD,
  command: ({ entry, format, out, external }) => [
    'esbuild',
    entry,
    '--bundle',
    '--platform=node',
    `--format=${format}`,
    `--outfile=${out}/bundle.${format === 'esm' ? 'mjs' : 'cjs'}`,
    '--log-level=warning',
    ...(external ? ['--external:lipservice'] : []),
  ],
}
const OTHERS: readonly Bundler[] = [
  { name: 'Vite', packages: ['vite@8'], ...configured('vite', 'vite.config.mjs', 'build') },
  {
    name: 'Rollup',
    packages: ['rollup@4', '@rollup/plugin-node-resolve@16', '@rollup/plugin-commonjs@29', '@rollup/plugin-json@6'],
    ...configured('rollup', 'rollup.config.mjs', '--silent'),
  },
  { name: 'webpack', packages: ['webpack@5', 'webpack-cli@7'], ...configured('webpack', 'webpack.config.cjs') },
  { name: 'tsup', packages: ['tsup@9', 'typescript@6.0.3'], ...configured('tsup', 'tsup.config.mjs') },
  {
    name: 'ncc',
    packages: ['@vercel/ncc@0.45'],
    rows: ROWS_OF_NCC,
    command: ({ entry, out, external }) => [
      'ncc',
      'build',
      entry,
      '-o',
      out,
      ...(external ? ['-e', 'lipservice'] : []),
    ],
  },
]
/** The others take a minute: `npm run test:long`. */
const BUNDLERS = LONG ? [ESBUILD, ...OTHERS] : [ESBUILD]

describe.runIf(LONG)('a bundle delivers while it runs', () => {
  let app: PackedApp
  let bundles: string
  beforeAll(async () => {
    app = await createPackedApp(BUNDLERS.flatMap(({ packages }) => packages))
    bundles = await mkdtemp(join(tmpdir(), 'lipservice-bundles-'))
    await cp(join(root, 'test/package/bundlers'), app.folder, { recursive: true })
  }, 600_000)
  afterAll(async () => {
    await app.remove()
    await rm(bundles, { recursive: true, force: true })
  })

  for (const bundler of BUNDLERS) {
    for (const [entry, format, external] of bundler.rows) {
      it(`${entry} as ${format} by ${bundler.name}, ${external ? 'without this package' : 'all in it'}`, async (context) => {
        if (app.unreachable !== undefined) context.skip(app.unreachable)
        expect(await deliveredBy(await bundle(bundler, { entry, format, external }))).toEqual(['an error', 'an info'])
      })
    }
  }

  /** Answers the bundle's folder: where no package is to be found, or, without ours in it, beside the packages. */
  async function bundle(bundler: Bundler, job: Omit<Job, 'out'>): Promise<string> {
    const { entry, format, external } = job
    const elsewhere = join(bundles, `${bundler.name}-${entry}-${format}`)
    const out = await mkdtemp(join(app.folder, 'out-'))
    const [bin, ...args] = bundler.command({ ...job, out })
    const bins = bundler === ESBUILD ? root : app.folder
    const env = { ...process.env, ENTRY: entry, FORMAT: format, OUT: out, ...(external && { EXTERNAL: '1' }) }
    const built = await run(join(bins, 'node_modules/.bin', bin), args, { cwd: app.folder, env }).catch(
      (error: { stdout: string; stderr: string }) => expect.fail(`${error.stdout}\n${error.stderr}`),
    )
    expect(`${built.stdout}${built.stderr}`).not.toMatch(/warning|critical/i)
    if (external) return out
    await cp(out, elsewhere, { recursive: true })
    return elsewhere
  }
})

/** Bodies that arrive of the bundle in this folder while it runs. */
async function deliveredBy(folder: string): Promise<unknown[]> {
  const file = (await readdir(folder)).find((name) => /^(bundle|index)\.[cm]?js$/.test(name))!
  const posthog = await startFakePostHog()
  const env = { PATH: process.env['PATH'], POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url }
  const child = spawn(process.execPath, [join(folder, file)], { env })
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  child.stdout.resume()
  const ended = new Promise((resolve) => child.once('close', resolve))
  try {
    await Promise.race([
      posthog.waitFor(2, { timeoutMillis: 30_000 }),
      ended.then(() => expect.fail(`the bundle ended: ${stderr}`)),
    ])
    return posthog.records.map(({ body }) => body).sort()
  } finally {
    child.kill('SIGKILL')
    await ended
    await posthog.close()
  }
}
