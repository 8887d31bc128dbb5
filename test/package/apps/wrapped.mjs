// An app that wraps the one logger it has: argv names it.
const { configureAdaptiveLogging } = await load('lipservice')
const { startFakePostHog } = await load('lipservice/testing')

const LOGGERS = {
  async pino() {
    const { default: pino } = await load('pino')
    const { wrapPino } = await load('lipservice/pino')
    return wrapPino(pino({}, { write() {} }))
  },
  async winston() {
    const { default: winston } = await load('winston')
    const { wrapLogger } = await load('lipservice/winston')
    const { Writable } = await load('node:stream')
    const stream = new Writable({ write: (_chunk, _encoding, done) => done() })
    return wrapLogger(winston.createLogger({ transports: [new winston.transports.Stream({ stream })] }))
  },
}

const posthog = await startFakePostHog()
const logging = configureAdaptiveLogging({ posthogApiKey: posthog.token, posthogHost: posthog.url })
const logger = await LOGGERS[process.argv[2]]()
for (let i = 0; i < 2000; i++) {
  logger.info(`item ${i} viewed`)
  if (i % 200 === 0) logger.error(`item ${i} failed`)
}
await logging.shutdown()
const { seen, kept, bySeverity } = logging.stats()
console.log(JSON.stringify({ seen, kept, errors: bySeverity.ERROR.kept, arrived: posthog.records.length }))
await posthog.close()
