import { Writable } from 'node:stream'
import type { AdaptiveLogging } from 'lipservice'
import { seededRandom } from 'lipservice/testing'
import { wrapLogger } from 'lipservice/winston'
import winston from 'winston'
import type { Every, Service, Write } from './service.ts'

const BATCH_MILLIS = 250
const JOBS_IN_BATCH = 60
const FAILURES = 0.01

/** A queue worker on winston: jobs come in batches, four times a second, three lines each. */
export async function startMailer(_logging: AdaptiveLogging, every: Every, write?: Write): Promise<Service> {
  const random = seededRandom(11)
  const { combine, json, errors, timestamp } = winston.format
  const log = wrapLogger(
    winston.createLogger({
      level: 'debug',
      format: combine(errors({ stack: true }), timestamp(), json()),
      transports: [new winston.transports.Stream({ stream: linesTo(write) })],
    }),
    // What is dropped need not be formatted, unless somebody wants all of its log.
    { thinDestination: write === undefined },
  )
  let errorsLogged = 0
  let job = 70_000

  const endWork = every(BATCH_MILLIS, () => {
    for (let i = 0; i < JOBS_IN_BATCH; i++) {
      job++
      log.debug(`job ${job} picked from queue mails-${job % 4}`, { attempt: 1 })
      log.debug(`template 'receipt' rendered for job ${job} in ${(random() * 9).toFixed(1)} ms`)
      if (random() < FAILURES) {
        errorsLogged++
        log.error(`job ${job} failed`, new Error(`smtp 10.0.7.${Math.floor(random() * 250)}:25 refused the connection`))
      } else
        log.info(`job ${job} done: mail to customer ${Math.floor(random() * 5_000)} sent`, {
          bytes: 2_000 + (job % 900),
        })
    }
    log.debug(`batch of ${JOBS_IN_BATCH} jobs done`)
  })

  return {
    errorsLogged: () => errorsLogged,
    async stop() {
      endWork()
    },
  }
}

function linesTo(write: Write = () => {}): Writable {
  return new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      write(line)
      done()
    },
  })
}
