/** What a service to be set up is called, and where it reports. */
export interface Target {
  readonly service: string
  /** Of this server, as the app reaches it. */
  readonly url: string
  readonly key: string
}
export type Destination = 'posthog' | 'otlp'

/** Instead of a key that is not known here. */
export const UNKNOWN_KEY = 'lsk_…'
export const INSTALL = 'npm install lipservice'

/** Everything stands in the environment: no key in any code. */
export function environmentOf({ service, url, key }: Target, destination: Destination): string {
  const variables = [
    ['LIPSERVICE_URL', url],
    ['LIPSERVICE_API_KEY', key],
    ['OTEL_SERVICE_NAME', service],
    destination === 'posthog'
      ? ['POSTHOG_API_KEY', 'phc_project_token']
      : ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:4318'],
  ] as const
  return variables.map(([name, value]) => `export ${name}=${shellWord(value)}`).join('\n')
}

/** Says whether the key is taken and the server reached, from where the app runs. */
export const checkOf = ({ service, url, key }: Target): string =>
  `curl -i -H ${shellWord(`authorization: Bearer ${key}`)} ${shellWord(`${url}/api/v1/policies/${encodeURIComponent(service)}`)}`

/** Returns a text as one word of a shell. */
const shellWord = (text: string): string =>
  /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

export type Logger = keyof typeof CODE

/** What goes into the app, by logger. */
export const CODE = {
  none: 'node --import lipservice/register app.js',
  pino: `import { configureAdaptiveLogging } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import pino from 'pino'

configureAdaptiveLogging()
const logger = wrapPino(pino())

logger.info('order 4711 placed')`,
  winston: `import { configureAdaptiveLogging } from 'lipservice'
import { wrapLogger } from 'lipservice/winston'
import winston from 'winston'

configureAdaptiveLogging()
const logger = wrapLogger(winston.createLogger({ transports: [new winston.transports.Console()] }))

logger.info('order 4711 placed')`,
  console: `import { configureAdaptiveLogging } from 'lipservice'
import { wrapConsole } from 'lipservice/console'

configureAdaptiveLogging()
wrapConsole()

console.log('order 4711 placed')`,
  otel: `import { logs } from '@opentelemetry/api-logs'
import { configureAdaptiveLogging } from 'lipservice'

configureAdaptiveLogging()

logs.getLogger('orders').emit({ severityNumber: 9, body: 'order 4711 placed' })`,
  nest: `import { ConsoleLogger, Logger } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { configureAdaptiveLogging } from 'lipservice'
import { wrapNestLogger } from 'lipservice/nest'

configureAdaptiveLogging()
const app = await NestFactory.create(AppModule, { logger: wrapNestLogger(new ConsoleLogger()) })

new Logger('OrdersService').log('order 4711 placed')`,
} as const
