import type { App } from './app/app.js'
import type { Preload } from './app/node-arguments.js'
import { LOGGER_NAMES, LOGGERS, type LoggerName } from './loggers.js'

/** How an app has LipService in it. */
export interface Wiring {
  /** By `lipservice/register`: before the app runs, without code of its own. */
  readonly isZeroCode: boolean
  /** Code calls `configureAdaptiveLogging`. */
  readonly isInCode: boolean
  /** Loggers that code wraps. */
  readonly wrapped: ReadonlySet<LoggerName>
  readonly registers: readonly Preload[]
}

const REGISTER = /(?:^|[\\/])lipservice[\\/](?:register|dist[\\/]register\.c?js)$/
const REGISTER_IN_TEXT = /lipservice\/(?:register\b|dist\/register\.c?js)/
/** Where processes are started besides package.json. */
const STARTERS = [
  'Dockerfile',
  'docker-compose.yml',
  'docker-compose.yaml',
  'compose.yaml',
  'compose.yml',
  'Procfile',
  'ecosystem.config.js',
  'ecosystem.config.cjs',
  'fly.toml',
  'render.yaml',
  'app.yaml',
  'serverless.yml',
]

export const isRegister = ({ target }: Preload): boolean => REGISTER.test(target)

export function wiringOf({ preloads, sources, read }: App): Wiring {
  const registers = preloads.filter(isRegister)
  const isStartedBy = (name: string) => REGISTER_IN_TEXT.test(read(name) ?? '')
  return {
    isZeroCode:
      registers.some(({ isBehindScript }) => !isBehindScript) ||
      sources.imports.has('lipservice/register') ||
      STARTERS.some(isStartedBy),
    isInCode: sources.says(/\b(?:configureAdaptiveLogging|wrapLoggerProvider)\s*\(|\bAdaptiveLogRecordProcessor\s*\(/),
    wrapped: new Set(LOGGER_NAMES.filter((name) => sources.says(LOGGERS[name].wiredBy))),
    registers,
  }
}
