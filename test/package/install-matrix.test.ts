import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { type FakePostHog, startFakePostHog } from '../../src/testing.js'
import { run } from '../support/installed-folder.js'
import { type MadeOnce, madeOnce } from '../support/made-once.js'
import { createPackedApp, MODULE_FORMATS, type ModuleFormat, type PackedApp, writeApp } from '../support/packed-app.js'
import { LONG } from '../support/tier.js'

interface Row {
  readonly name: string
  readonly packages: readonly string[]
  readonly nodes: readonly string[]
  /** Those that `npm test` tries it on. Default: the row is left to `npm run test:long`. */
  readonly quick?: readonly string[]
  /** Apps that wrap what they use themselves, with their arguments. */
  readonly apps: readonly (readonly [app: string, argument: string])[]
  /** Loggers that `lipservice/register` is to find. */
  readonly found: readonly string[]
}

const NODES = ['20', '22', '24', '26']
const MATRIX: readonly Row[] = [
  {
    name: 'nothing else',
    packages: [],
    nodes: NODES,
    quick: ['20'],
    apps: [['basic', '']],
    found: ['console', 'otel'],
  },
  { name: 'pino', packages: ['pino'], nodes: NODES, apps: [['wrapped', 'pino']], found: ['pino'] },
  { name: 'pino 9', packages: ['pino@9'], nodes: ['20', '24'], apps: [['wrapped', 'pino']], found: ['pino'] },
  { name: 'winston', packages: ['winston'], nodes: NODES, apps: [['wrapped', 'winston']], found: ['winston'] },
  {
    name: 'OpenTelemetry 2.x at its oldest',
    packages: ['@opentelemetry/api@1.9.0', '@opentelemetry/sdk-node@0.200.0'],
    nodes: ['20', '24'],
    apps: [['basic', '']],
    found: ['otel'],
  },
  {
    name: 'OpenTelemetry 2.x',
    packages: [
      '@opentelemetry/api@1.9.1',
      '@opentelemetry/sdk-node@0.223',
      '@opentelemetry/sdk-logs@0.223',
      '@opentelemetry/auto-instrumentations-node@0.81.0',
      '@opentelemetry/winston-transport@0.34',
      'pino',
      'winston',
    ],
    nodes: ['20', '22', '24'],
    apps: [
      ['node-sdk', 'simple'],
      ['node-sdk', 'batch'],
    ],
    found: ['pino', 'winston', 'console', 'otel'],
  },
  {
    name: 'OpenTelemetry 3.x',
    packages: [
      '@opentelemetry/sdk-node@0.301',
      '@opentelemetry/sdk-logs@3',
      '@opentelemetry/auto-instrumentations-node@0.82.0',
      '@opentelemetry/winston-transport@0.34',
      'pino',
      'winston',
    ],
    nodes: ['22', '24', '26'],
    apps: [
      ['node-sdk', 'simple'],
      ['node-sdk', 'batch'],
    ],
    found: ['pino', 'winston', 'console', 'otel'],
  },
]
const ROWS = LONG ? MATRIX : MATRIX.flatMap((row) => (row.quick === undefined ? [] : [{ ...row, nodes: row.quick }]))
const OTEL_REGISTER = '@opentelemetry/auto-instrumentations-node/register'
const QUIET = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_NODE_RESOURCE_DETECTORS: 'none' }

let nodes: MadeOnce['nodeVersions']
/** By the name of the row: one after the other, while those that are there are tried. */
const installs = new Map<string, Promise<PackedApp>>()
beforeAll(async () => {
  nodes = await madeOnce('nodeVersions')
  let before: Promise<unknown> = Promise.resolve()
  for (const { name, packages } of ROWS) {
    const install = before.then(() => createPackedApp(packages))
    before = install.catch(() => {})
    installs.set(name, install)
  }
})

describe.each(ROWS)('an app with $name', ({ name: row, packages, nodes: majors, apps, found }) => {
  let app: PackedApp
  let posthog: FakePostHog
  let collector: FakePostHog
  beforeAll(async () => {
    app = await installs.get(row)!
    posthog = await startFakePostHog()
    collector = await startFakePostHog()
  })
  afterAll(async () => {
    await app.remove()
    await posthog.close()
    await collector.close()
  })

  const skipUnreachable = (context: TestContext) => {
    const reason = app.unreachable ?? nodes.unreachable
    if (reason !== undefined) context.skip(reason)
  }
  const cases = MODULE_FORMATS.flatMap((format) => majors.map((major) => [format, major] as const))
  const start = async (
    major: string,
    format: ModuleFormat,
    name: string,
    flags: string[],
    args: string[],
    env = {},
  ) => {
    const file = await writeApp(app.folder, name, format)
    const result = await run(nodes.executables[major]!, [...flags, file, ...args], {
      cwd: app.folder,
      env: { ...process.env, NODE_OPTIONS: '', ...env },
    })
    return { ...result, json: () => JSON.parse(result.stdout.trim().split('\n').at(-1)!) }
  }

  it('installs without force, with one copy of the API', async (context) => {
    skipUnreachable(context)
    expect(await copiesOf('@opentelemetry/api', app.folder)).toHaveLength(1)
  })

  it.each(cases.flatMap(([format, major]) => apps.map(([name, argument]) => [format, major, name, argument] as const)))(
    'samples as %s on Node.js %s: %s %s',
    async (format, major, name, argument, context?: TestContext) => {
      skipUnreachable(context!)
      const { json } = await start(major, format, name, [], [argument])
      const { seen, kept, errors, arrived } = json()
      expect(errors).toBe(10)
      expect(arrived).toBe(kept)
      expect(kept).toBeLessThan(seen / 4)
    },
  )

  it.each(cases)('finds its loggers without code as %s on Node.js %s', async (format, major, context?: TestContext) => {
    skipUnreachable(context!)
    posthog.clear()
    const env = { POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url }
    const { stderr } = await start(major, format, 'loggers', ['--import', 'lipservice/register'], [...found], env)
    expect(stderr).not.toContain('lipservice')
    expect(countsOf(posthog)).toEqual(Object.fromEntries(found.map((name) => [name, { errors: 10, thinned: true }])))
  })

  const bridged = packages.some((name) => name.includes('auto-instrumentations'))
  if (!bridged) return
  describe('and OpenTelemetry instrumentations', () => {
    const register = {
      after: ['--import', OTEL_REGISTER, '--import', 'lipservice/register'],
      before: ['--import', 'lipservice/register', '--import', OTEL_REGISTER],
    }
    const toCollector = () => ({
      ...QUIET,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${collector.token}`,
    })

    it.each(
      cases.flatMap(([format, major]) =>
        (['before', 'after'] as const).map((order) => [format, major, order] as const),
      ),
    )(
      'ships each record once, as %s on Node.js %s, registered %s them',
      async (format, major, order, context?: TestContext) => {
        skipUnreachable(context!)
        posthog.clear()
        collector.clear()
        const env = { ...toCollector(), POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url }
        await start(major, format, 'loggers', register[order], [...found], env)
        expect(countsOf(posthog)).toEqual(
          Object.fromEntries(found.map((name) => [name, { errors: 10, thinned: true }])),
        )
        // It goes on getting everything; what its own queue of 2,048 loses is its own affair.
        expect(collector.records.length).toBeGreaterThan(1_500)
      },
    )

    it.each(cases)(
      'thins what their SDK exports, as %s on Node.js %s',
      async (format, major, context?: TestContext) => {
        skipUnreachable(context!)
        collector.clear()
        await start(major, format, 'loggers', register.after, [...found], toCollector())
        expect(countsOf(collector)).toEqual(
          Object.fromEntries(found.map((name) => [name, { errors: 10, thinned: true }])),
        )
        for (const { attributes } of collector.records) expect(attributes).toHaveProperty('lipservice.weight')
      },
    )
  })
})

if (LONG) {
  describe('winston through its instrumentation on OpenTelemetry 3.x', () => {
    let app: PackedApp
    beforeAll(async () => {
      app = await createPackedApp([
        '@opentelemetry/sdk-node@0.301',
        '@opentelemetry/sdk-logs@3',
        '@opentelemetry/instrumentation-winston@0.69',
        '@opentelemetry/winston-transport@0.34',
        'winston',
      ])
    })
    afterAll(() => app.remove())

    it.each([
      ['without', 0],
      ['with', 8],
    ])('reaches the SDK %s us: %i of 8 records', async (argument, records, context?: TestContext) => {
      if (app.unreachable !== undefined) context!.skip(app.unreachable)
      const file = await writeApp(app.folder, 'winston-bridge', 'CommonJS')
      const { stdout } = await run(process.execPath, [file, argument], { cwd: app.folder })
      expect(JSON.parse(stdout)).toEqual({ records })
    })
  })
}

/** Errors of each logger, and whether its other records were thinned. Bodies begin with the logger's name. */
function countsOf({ records }: FakePostHog): Record<string, { errors: number; thinned: boolean }> {
  const all: Record<string, { errors: number; others: number }> = {}
  for (const { body, severityNumber } of records) {
    const name = /^(\w+) item \d+ (viewed|failed)$/.exec(String(body))?.[1]
    if (name === undefined) continue
    const counts = all[name] ?? { errors: 0, others: 0 }
    all[name] = counts
    if (severityNumber >= 17) counts.errors++
    else counts.others++
  }
  return Object.fromEntries(
    Object.entries(all).map(([name, { errors, others }]) => [name, { errors, thinned: others > 0 && others < 500 }]),
  )
}

/** Folders that hold a package, at any depth. */
async function copiesOf(name: string, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const manifest = join('node_modules', name)
  return entries
    .filter((entry) => entry.name === 'package.json' && entry.parentPath.endsWith(manifest))
    .map(({ parentPath }) => parentPath)
}
