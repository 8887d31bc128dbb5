import type { Framework, InitLogger } from './answers.js'

/** What is imported, in the order of the code. */
interface Import {
  readonly from: string
  /** Default: none. */
  readonly whole?: string
  readonly names?: readonly string[]
}

interface Snippet {
  readonly imports: readonly Import[]
  readonly lines: readonly string[]
}

const CONFIGURE: Import = { from: 'lipservice', names: ['configureAdaptiveLogging'] }

/** Code that makes the app's logger, by logger. It goes into a file of its own, which the app's other files import. */
const LOGGER_CODE: Readonly<Record<Exclude<InitLogger, 'none'>, Snippet>> = {
  pino: {
    imports: [CONFIGURE, { from: 'lipservice/pino', names: ['wrapPino'] }, { from: 'pino', whole: 'pino' }],
    lines: ['configureAdaptiveLogging()', 'export const logger = wrapPino(pino())'],
  },
  winston: {
    imports: [CONFIGURE, { from: 'lipservice/winston', names: ['wrapLogger'] }, { from: 'winston', whole: 'winston' }],
    lines: [
      'configureAdaptiveLogging()',
      'export const logger = wrapLogger(winston.createLogger({ transports: [new winston.transports.Console()] }))',
    ],
  },
  nest: {
    imports: [
      { from: '@nestjs/common', names: ['ConsoleLogger'] },
      CONFIGURE,
      { from: 'lipservice/nest', names: ['wrapNestLogger'] },
    ],
    lines: ['configureAdaptiveLogging()', 'export const logger = wrapNestLogger(new ConsoleLogger())'],
  },
  console: {
    imports: [CONFIGURE, { from: 'lipservice/console', names: ['wrapConsole'] }],
    lines: ['configureAdaptiveLogging()', 'wrapConsole()', 'export const logger = console'],
  },
  opentelemetry: {
    imports: [{ from: '@opentelemetry/api-logs', names: ['logs'] }, CONFIGURE],
    lines: ['configureAdaptiveLogging()', "export const logger = logs.getLogger('app')"],
  },
}

/** What the framework is told, in the file where the app is made. `logger` is a file. */
const FRAMEWORK_CODE: Readonly<Record<Framework, (file: string, logger: InitLogger) => Snippet | undefined>> = {
  express: (file) => ({
    imports: [
      { from: 'express', whole: 'express' },
      { from: 'lipservice', names: ['withLogContext'] },
      { from: file, names: ['logger'] },
    ],
    lines: [
      'export const app = express()',
      '// Whatever is logged within a request says whose it is.',
      "app.use((request, _response, next) => withLogContext({ posthogDistinctId: request.get('x-user') ?? 'anonymous' }, next))",
      'export { logger }',
    ],
  }),
  fastify: (file, logger) => ({
    imports: [{ from: 'fastify', whole: 'Fastify' }, ...(logger === 'pino' ? [{ from: file, names: ['logger'] }] : [])],
    lines: [`export const app = Fastify({ ${logger === 'pino' ? 'loggerInstance: logger' : 'logger: true'} })`],
  }),
  nest: (file) => ({
    imports: [
      { from: '@nestjs/core', names: ['NestFactory'] },
      { from: file, names: ['logger'] },
    ],
    lines: ['export const start = (AppModule) => NestFactory.create(AppModule, { logger })'],
  }),
  next: () => undefined,
  none: () => undefined,
}

/** Returns the file that makes the logger. */
export const loggerCode = (logger: Exclude<InitLogger, 'none'>, isEsm: boolean): string =>
  textOf(LOGGER_CODE[logger], isEsm)

/** Returns what goes where the app is made; `undefined`: nothing. @param file of the logger, as it is imported */
export function frameworkCode(
  framework: Framework,
  logger: InitLogger,
  file: string,
  isEsm: boolean,
  isTypescript: boolean,
): string | undefined {
  if (framework === 'nest' && logger !== 'nest') return undefined
  const snippet = FRAMEWORK_CODE[framework](file, logger)
  if (snippet === undefined) return undefined
  const text = textOf(snippet, isEsm)
  return isTypescript ? text.replace('(AppModule) =>', '(AppModule: Function) =>') : text
}

/** Of Next: `instrumentation.ts`, which it loads once in each server process. */
export function nextCode(logger: Exclude<InitLogger, 'none'>): string {
  const wrapsConsole = logger === 'console'
  return [
    'export async function register() {',
    "  if (process.env.NEXT_RUNTIME !== 'nodejs') return",
    "  const { configureAdaptiveLogging } = await import('lipservice')",
    ...(wrapsConsole ? ["  const { wrapConsole } = await import('lipservice/console')"] : []),
    '  configureAdaptiveLogging()',
    ...(wrapsConsole ? ['  wrapConsole()'] : []),
    '}',
    '',
  ].join('\n')
}

function textOf({ imports, lines }: Snippet, isEsm: boolean): string {
  const heads = imports.map((one) => (isEsm ? importOf(one) : requireOf(one)))
  const body = isEsm ? lines : lines.map(commonJs)
  return `${[...heads, '', ...body].join('\n')}\n`
}

function importOf({ from, whole, names = [] }: Import): string {
  const parts = [whole, names.length > 0 ? `{ ${names.join(', ')} }` : undefined].filter((part) => part !== undefined)
  return `import ${parts.join(', ')} from '${from}'`
}

const requireOf = ({ from, whole, names = [] }: Import): string =>
  `const ${whole ?? `{ ${names.join(', ')} }`} = require('${from}')`

const commonJs = (line: string): string =>
  line
    .replace(/^export const (\w+) =/, 'const $1 = module.exports.$1 =')
    .replace(/^export \{ (\w+) \}/, 'module.exports.$1 = $1')
