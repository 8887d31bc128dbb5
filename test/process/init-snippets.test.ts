import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { FRAMEWORKS, type Framework, INIT_LOGGERS, type InitLogger } from '../../src/cli/init/answers.js'
import { frameworkCode, loggerCode, nextCode } from '../../src/cli/init/code.js'
import { startFakePostHog } from '../../src/testing.js'
import { root } from '../support/root.js'
import { LONG } from '../support/tier.js'

// Within the repository: its packages are found from here, and the package itself by its own name.
mkdirSync(join(root, '.tmp'), { recursive: true })
const folder = mkdtempSync(join(root, '.tmp', 'init-'))
afterAll(() => rmSync(folder, { recursive: true }))

const LOG: Readonly<Record<Exclude<InitLogger, 'none'>, string>> = {
  pino: "logger.info('order 4711 placed')",
  winston: "logger.info('order 4711 placed')",
  nest: "logger.log('order 4711 placed')",
  console: "logger.log('order 4711 placed')",
  opentelemetry: "logger.emit({ severityNumber: 9, body: 'order 4711 placed' })",
}
const loggers = INIT_LOGGERS.filter((logger) => logger !== 'none')

/** What uses the framework's object, so that what it logs is heard. */
const USE: Readonly<Partial<Record<Framework, string>>> = {
  express: `app.get('/', (_request, response) => { ${LOG.pino}; response.end() })
const server = app.listen(0, '127.0.0.1', async () => {
  await (await fetch('http://127.0.0.1:' + server.address().port, { headers: { 'x-user': 'ann' } })).text()
  server.closeAllConnections()
  server.close()
})`,
  fastify: "app.log.info('order 4711 placed')\nvoid app.close()",
  nest: `class AppModule {}
require('@nestjs/common').Module({})(AppModule)
start(AppModule).then(async (app) => {
  await app.init()
  ${LOG.nest}
  await app.close()
})`,
}

async function run(name: string, files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>) {
  const at = join(folder, name)
  mkdirSync(at)
  for (const [file, content] of Object.entries(files)) writeFileSync(join(at, file), content)
  const child = spawn(process.execPath, ['app.js'], { cwd: at, env, stdio: ['ignore', 'ignore', 'pipe'] })
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  return { code, stderr }
}

async function arrivedOf(name: string, files: Readonly<Record<string, string>>) {
  const posthog = await startFakePostHog()
  const env = { POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url, OTEL_SERVICE_NAME: 'shop' }
  const { code, stderr } = await run(name, files, env)
  expect(code, stderr).toBe(0)
  expect(stderr).not.toContain('lipservice: ')
  const { records } = posthog
  await posthog.close()
  expect(new Set(records.map(({ resource }) => resource['service.name']))).toEqual(new Set(['shop']))
  return records.find(({ body }) => body === 'order 4711 placed')
}

describe.runIf(LONG)('what init says to put into an app runs, and what it logs arrives', () => {
  for (const type of ['module', 'commonjs'] as const) {
    const isEsm = type === 'module'
    const manifest = JSON.stringify({ name: 'shop', type })
    const load = isEsm ? "import { logger } from './logger.js'" : "const { logger } = require('./logger.js')"

    it.concurrent.each(loggers)(`by %s, as ${type}`, async (logger) => {
      const files = {
        'package.json': manifest,
        'logger.js': loggerCode(logger, isEsm),
        'app.js': `${load}\n${LOG[logger]}\n`,
      }
      expect(await arrivedOf(`${logger}-${type}`, files)).toBeDefined()
    })

    it.concurrent.each(['express', 'fastify', 'nest'] as const)(`with %s, as ${type}`, async (framework) => {
      const logger = framework === 'nest' ? 'nest' : 'pino'
      const code = frameworkCode(framework, logger, './logger.js', isEsm, false)!
      const needsRequire = isEsm && framework === 'nest'
      const head = needsRequire
        ? "import Module from 'node:module'\nconst require = Module.createRequire(import.meta.url)\n"
        : ''
      const files = {
        'package.json': manifest,
        'logger.js': loggerCode(logger, isEsm),
        'app.js': `${head}${code}${USE[framework]}\n`,
      }
      const record = await arrivedOf(`with-${framework}-${type}`, files)
      expect(record).toBeDefined()
      if (framework === 'express') expect(record!.attributes).toMatchObject({ posthogDistinctId: 'ann' })
    })
  }

  it('in Next, as it calls it at the start of a server process', async () => {
    const files = {
      'package.json': JSON.stringify({ name: 'shop', type: 'module' }),
      'instrumentation.js': nextCode('console'),
      'app.js':
        "process.env.NEXT_RUNTIME = 'nodejs'\nawait (await import('./instrumentation.js')).register()\nconsole.log('order 4711 placed')\n",
    }
    expect(await arrivedOf('next', files)).toBeDefined()
  })

  it('has code of every framework that takes a logger', () => {
    const without = FRAMEWORKS.filter(
      (framework) =>
        frameworkCode(framework, framework === 'nest' ? 'nest' : 'pino', './logger.js', true, false) === undefined,
    )
    expect(without).toEqual(['next', 'none'])
  })
})
