/** A logger that we know: the package that it comes in, from which version on, and how code wires it. */
export interface KnownLogger {
  readonly package?: string
  /** From this version on, and below that one. */
  readonly range?: readonly [from: string, below: string]
  /** Zero code finds it from here on; default: all of the range. */
  readonly zeroCodeFrom?: string
  /** What code says that wires it. */
  readonly wiredBy: RegExp
  readonly entry: string
  /** The line that wires it. */
  readonly line: string
}

/** By the names of LIPSERVICE_LOGGERS. */
export const LOGGERS = {
  pino: {
    package: 'pino',
    range: ['9.6.0', '11.0.0'],
    zeroCodeFrom: '9.10.0',
    wiredBy: /\b(?:wrapPino|pinoHooks)\s*\(/,
    entry: 'lipservice/pino',
    line: 'const logger = wrapPino(pino())',
  },
  winston: {
    package: 'winston',
    range: ['3.8.0', '4.0.0'],
    wiredBy: /\b(?:wrapLogger|wrapTransport|LipServiceTransport)\s*\(/,
    entry: 'lipservice/winston',
    line: 'const logger = wrapLogger(winston.createLogger({ transports: [new winston.transports.Console()] }))',
  },
  nest: {
    package: '@nestjs/common',
    range: ['11.0.0', '13.0.0'],
    wiredBy: /\bwrapNestLogger\s*\(/,
    entry: 'lipservice/nest',
    line: 'const app = await NestFactory.create(AppModule, { logger: wrapNestLogger(new ConsoleLogger()) })',
  },
  console: {
    wiredBy: /\bwrapConsole\s*\(/,
    entry: 'lipservice/console',
    line: 'wrapConsole()',
  },
} as const satisfies Record<string, KnownLogger>
export type LoggerName = keyof typeof LOGGERS

export const LOGGER_NAMES = Object.keys(LOGGERS) as LoggerName[]
export const knownLogger = (name: LoggerName): KnownLogger => LOGGERS[name]
