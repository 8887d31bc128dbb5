import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../support/installed-folder.js'
import { createPackedApp, type PackedApp } from '../support/packed-app.js'
import { root } from '../support/root.js'
import { LONG } from '../support/tier.js'
import { problemsOf } from './strict-consumer.js'

const ENTRIES = [
  'lipservice',
  'lipservice/pino',
  'lipservice/winston',
  'lipservice/console',
  'lipservice/nest',
  'lipservice/posthog',
  'lipservice/protocol',
  'lipservice/allocation',
  'lipservice/signature',
  'lipservice/posthog-api',
  'lipservice/testing',
]
const bin = (name: string) => join(root, 'node_modules', '.bin', name)

/** Public names of each entry, types left out. A change here is a change of the public API. */
const PUBLIC_NAMES: Record<string, string[]> = {
  lipservice: [
    'AdaptiveLogRecordProcessor',
    'applyMergeRules',
    'configureAdaptiveLogging',
    'createPostHogLogExporter',
    'explain',
    'flushAfter',
    'learnMergeRules',
    'signatureOf',
    'withLogContext',
    'wrapLoggerProvider',
  ],
  'lipservice/allocation': [
    'BYTES_PER_GB',
    'CLASSES',
    'FAILED_SHARE',
    'FIRST_SHARE',
    'LOCKED_VALUE',
    'MAX_ALLOWANCE_SHARE',
    'MIN_PROBABILITY',
    'NEWS_VALUE',
    'NOVEL_SHARE',
    'WARNING_VALUE',
    'WORDS_VALUE',
    'WORD_CLASSES',
    'adviceOf',
    'allocate',
    'allocatedProbability',
    'classRow',
    'classify',
    'isByWords',
    'isWordClass',
    'ladderRate',
    'newsThatFits',
    'shareAmong',
    'solveLambda',
    'thinningProbability',
    'wordsThatFit',
  ],
  'lipservice/pino': ['pinoHooks', 'wrapPino'],
  'lipservice/winston': ['LipServiceTransport', 'wrapLogger', 'wrapTransport'],
  'lipservice/console': ['wrapConsole'],
  'lipservice/nest': ['wrapNestLogger'],
  'lipservice/posthog': ['posthogBeforeSend', 'restorePostHog', 'wrapPostHog'],
  'lipservice/protocol': [
    'DROP_REASONS',
    'DROP_REASON_TABLE',
    'INSTANCE_HEADER',
    'KEEP_REASONS',
    'KEEP_REASON_TABLE',
    'MAX_POLICY_BYTES',
    'MAX_POLICY_WIRE_BYTES',
    'MAX_REPORT_BYTES',
    'POLICY_SCHEMA',
    'STATS_PATH',
    'STATS_RECEIPT_SCHEMA',
    'STATS_REPORT_SCHEMA',
    'keepReasonRow',
    'packPatternChecks',
    'parsePolicy',
    'parseStatsReceipt',
    'parseStatsReport',
    'policyPath',
    'readPatternChecks',
  ],
  'lipservice/signature': [
    'OUTCOMES',
    'applyMergeRules',
    'learnMergeRules',
    'redactTemplate',
    'signTemplate',
    'signatureOf',
    'splitOutcome',
    'withoutKeys',
  ],
  'lipservice/posthog-api': [
    'BYTES_PER_UNIT',
    'EVENTS_PER_DAY',
    'FAILURES',
    'HogQL',
    'LIST_USD_PER_GB',
    'NO_BOARD',
    'REST_TEMPLATE',
    'SAVINGS_EVENT',
    'SEVERITIES',
    'TOGGLE_KEY',
    'TOGGLE_SECONDS',
    'advance',
    'applyBoard',
    'applyMarks',
    'beginHistory',
    'createPostHogApi',
    'decideMode',
    'findBoard',
    'findMarks',
    'finishedHour',
    'followToggle',
    'guardedLookup',
    'hogql',
    'idOfMark',
    'identifier',
    'isPrivateAddress',
    'joined',
    'lipserviceBoard',
    'lipserviceMarks',
    'listBill',
    'logsLink',
    'longestLiteral',
    'looksLikeNumber',
    'mapOutcome',
    'marginalUsdPerGb',
    'missingEvents',
    'moreCareful',
    'nextStep',
    'ok',
    'paidUsdPerGb',
    'planBoard',
    'planMarkRemoval',
    'planMarks',
    'planRemoval',
    'probe',
    'readBill',
    'readFigures',
    'readHistory',
    'readToggle',
    'readingOf',
    'readingThatCounts',
    'savedUsd',
    'savingsEvents',
    'sendEvents',
    'tagOfContent',
    'tellSavings',
    'tileNameOf',
    'unmarked',
    'usdByDay',
    'usdOf',
    'wholePatterns',
  ],
  'lipservice/testing': [
    'ManualClock',
    'seededRandom',
    'startFakeLipService',
    'startFakePostHog',
    'startFakePostHogApi',
  ],
}

/**
 * Spool, redaction, templates, budgets, errors of all kinds, encoding in one pass and the texts that are said are in it: each has to be there when it is needed. The tables by which
 * signatures read all scripts are ours, since those of Node.js differ by version.
 */
const MAX_MAIN_ENTRY_BYTES = 105 * 1024

describe('the packed tarball', () => {
  let app: PackedApp

  beforeAll(async () => {
    app = await createPackedApp(['@types/node@24', 'pino'])
  })
  afterAll(() => app.remove())

  const whenInstalled = (name: string, body: (folder: string) => Promise<void>) =>
    it(name, async (context) => {
      if (app.unreachable !== undefined) context.skip(app.unreachable)
      await body(app.folder)
    })

  whenInstalled('loads every entry by import, with exactly the public names', async (folder) => {
    const script = `const names = {}; for (const entry of ${JSON.stringify(ENTRIES)}) names[entry] = Object.keys(await import(entry)).sort(); console.log(JSON.stringify(names))`
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: folder })
    expect(JSON.parse(stdout)).toEqual(PUBLIC_NAMES)
  })

  whenInstalled('loads every entry by require, with the same names', async (folder) => {
    const script = `const names = {}; for (const entry of ${JSON.stringify(ENTRIES)}) names[entry] = Object.keys(require(entry)).sort(); console.log(JSON.stringify(names))`
    const { stdout } = await run(process.execPath, ['--input-type=commonjs', '-e', script], { cwd: folder })
    expect(JSON.parse(stdout)).toEqual(PUBLIC_NAMES)
  })

  whenInstalled('waits for nothing while it is loaded: its ES modules can be required', async (folder) => {
    const script = `
      const { readdirSync } = require('node:fs')
      const dist = require('node:path').join(process.cwd(), 'node_modules/lipservice/dist')
      const modules = readdirSync(dist).filter((name) => name.endsWith('.js') && name !== 'register.js')
      for (const name of modules) require(dist + '/' + name)
      process.env.LIPSERVICE_LOGGERS = 'none'
      process.env.POSTHOG_API_KEY = 'phc_x'
      require(dist + '/register.js')
      console.log(modules.length)`
    const { stdout } = await run(process.execPath, ['--input-type=commonjs', '-e', script], { cwd: folder })
    expect(Number(stdout)).toBeGreaterThan(ENTRIES.length)
  })

  whenInstalled('is one SDK whether it was imported or required', async (folder) => {
    const script = `
      import { createRequire } from 'node:module'
      import { configureAdaptiveLogging } from 'lipservice'
      const required = createRequire(import.meta.url)('lipservice')
      const options = { posthogApiKey: 'phc_x', posthogHost: 'http://127.0.0.1:9' }
      console.log(configureAdaptiveLogging(options) === required.configureAdaptiveLogging(options))`
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: folder })
    expect(stdout.trim()).toBe('true')
  })

  const { ModuleKind, ModuleResolutionKind } = ts
  const RESOLUTIONS: readonly [name: string, file: string, ts.CompilerOptions][] = [
    ['a bundler', 'consumer.mts', { module: ModuleKind.ESNext, moduleResolution: ModuleResolutionKind.Bundler }],
    ['Node.js, as ESM', 'consumer.mts', { module: ModuleKind.Node16 }],
    ['Node.js, as CommonJS', 'consumer.cts', { module: ModuleKind.Node16 }],
    // It knows no `exports`: subpaths come from `typesVersions`.
    [
      'Node.js 10',
      'consumer.ts',
      {
        module: ModuleKind.CommonJS,
        moduleResolution: ModuleResolutionKind.Node10,
        ignoreDeprecations: '6.0',
        esModuleInterop: true,
        skipLibCheck: true,
      },
    ],
  ]
  // Seconds each.
  for (const [name, file, resolution] of LONG ? RESOLUTIONS : RESOLUTIONS.slice(0, 1)) {
    whenInstalled(`has types that a strict consumer accepts, resolved as by ${name}`, async (folder) => {
      const source = `
      import { configureAdaptiveLogging, signatureOf, type AdaptiveLogging } from 'lipservice'
      import { pinoHooks, wrapPino } from 'lipservice/pino'
      import { parsePolicy } from 'lipservice/protocol'
      import { ManualClock, startFakePostHog } from 'lipservice/testing'
      const logging: AdaptiveLogging = configureAdaptiveLogging({ posthogApiKey: 'phc_x', budget: { bytesPerDay: 1e9 } })
      const id: string = signatureOf('x').id
      const result = parsePolicy({})
      export const all = [logging, id, result.ok, wrapPino, pinoHooks, new ManualClock(), startFakePostHog]
      // @ts-expect-error an option that does not exist
      configureAdaptiveLogging({ colour: 'red' })`
      await writeFile(join(folder, file), source)
      expect(problemsOf(folder, [file], resolution)).toEqual([])
    })
  }

  whenInstalled('runs in a bundle that esbuild makes, as ESM and as CommonJS', async (folder) => {
    const source = `
      import pino from 'pino'
      import { configureAdaptiveLogging } from 'lipservice'
      import { wrapPino } from 'lipservice/pino'
      import { startFakePostHog } from 'lipservice/testing'
      async function main() {
        const posthog = await startFakePostHog()
        const logging = configureAdaptiveLogging({ posthogApiKey: posthog.token, posthogHost: posthog.url })
        const logger = wrapPino(pino({}, { write() {} }))
        for (let i = 0; i < 1000; i++) logger.info('item %d viewed', i)
        logger.error('failed')
        await logging.shutdown()
        const { kept } = logging.stats()
        console.log(posthog.records.length === kept && kept < 300)
        await posthog.close()
      }
      main()`
    await writeFile(join(folder, 'app.mjs'), source)
    // Packages that use \`require\` need one in an ESM bundle, whoever they are.
    const banner = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`
    for (const [format, file, ...more] of [
      ['esm', 'bundle/app.mjs', `--banner:js=${banner}`],
      ['cjs', 'bundle/app.cjs'],
    ]) {
      const flags = ['app.mjs', '--bundle', '--platform=node', `--format=${format}`, `--outfile=${file}`, ...more]
      await run(bin('esbuild'), flags, { cwd: folder })
      const { stdout } = await run(process.execPath, [join(folder, file!)], { cwd: folder })
      expect(stdout.trim()).toBe('true')
    }
  })

  it('keeps the main entry below its bound, minified and compressed, without dependencies', async () => {
    const flags = ['dist/index.js', '--bundle', '--minify', '--format=esm', '--platform=node', '--packages=external']
    const { stdout } = await run(bin('esbuild'), flags, { cwd: root, maxBuffer: 2 ** 24 })
    expect(gzipSync(stdout, { level: 9 }).length).toBeLessThan(MAX_MAIN_ENTRY_BYTES)
  })

  it('satisfies publint', async () => {
    const { stdout } = await run(bin('publint'), ['--strict', app.tarball], { cwd: root })
    expect(stdout).toContain('All good')
  })

  it('has an entry for each adapter, built in both formats', async () => {
    const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    const entries = Object.keys(exports).filter((key) => key !== './package.json')
    // It starts when it is loaded, and has no names.
    const named = entries.filter((entry) => entry !== './register')
    expect(named.map((entry) => entry.replace(/^\./, 'lipservice'))).toEqual(ENTRIES)
    const { stdout } = await run('tar', ['-tzf', app.tarball])
    const files = stdout.split('\n')
    for (const entry of entries) {
      for (const { types, default: file } of Object.values(exports[entry]) as { types: string; default: string }[]) {
        expect(files).toContain(types.replace('./', 'package/'))
        expect(files).toContain(file.replace('./', 'package/'))
      }
    }
    expect(files.some((file) => file.includes('/src/') || file.includes('/test/'))).toBe(false)
  })
})
