// An app that knows nothing of lipservice: logs 2,000 lines and 10 errors by each logger that argv names.
const { Writable } = await load('node:stream')
const LOGGERS = {
  async pino() {
    const { default: pino } = await load('pino')
    const logger = pino({}, { write() {} })
    const child = logger.child({ module: 'a' }, { level: 'info' })
    return { info: (text) => logger.info(text), error: (text) => child.error(text) }
  },
  async winston() {
    const { default: winston } = await load('winston')
    const stream = new Writable({ write: (_chunk, _encoding, done) => done() })
    return winston.createLogger({ transports: [new winston.transports.Stream({ stream })] })
  },
  console: async () => console,
  async otel() {
    const { logs } = await load('@opentelemetry/api-logs')
    const logger = logs.getLogger('otel')
    return {
      info: (body) => logger.emit({ severityNumber: 9, body }),
      error: (body) => logger.emit({ severityNumber: 17, body }),
    }
  },
}

for (const name of process.argv.slice(2)) {
  const logger = await LOGGERS[name]()
  for (let i = 0; i < 2000; i++) {
    logger.info(`${name} item ${i} viewed`)
    if (i % 200 === 0) logger.error(`${name} item ${i} failed`)
  }
}
