/** A function of a host that freezes it between calls: each message is a call, answered when its handler has settled. */

import { configureAdaptiveLogging, flushAfter } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import pino from 'pino'

configureAdaptiveLogging({ serviceName: 'function' })
const logger = wrapPino(pino(pino.destination({ dest: '/dev/null', sync: true })))

const handler = flushAfter(async (call: number) => {
  logger.info('call %d began', call)
  if (call % 2 === 1) logger.error(new Error(`call ${call} failed`))
  return call
})

process.on('message', async (call: number) => {
  process.send!(await handler(call))
})
process.send!('ready')
