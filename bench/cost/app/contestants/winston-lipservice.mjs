import { Writable } from 'node:stream'
import { wrapLogger } from 'lipservice/winston'
import winston from 'winston'
import { configure } from './lipservice-logging.mjs'

export const about = { packages: ['winston', 'lipservice'], note: 'a null stream gets the kept lines; 90 % dropped' }

export async function open(setting) {
  const logging = configure(setting)
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() })
  const logger = wrapLogger(winston.createLogger({ transports: [new winston.transports.Stream({ stream })] }), {
    thinDestination: true,
  })
  return { log: (message, attributes) => logger.info(message, attributes), end: () => logging.shutdown() }
}
