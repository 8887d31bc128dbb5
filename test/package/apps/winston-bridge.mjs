// winston through instrumentation-winston on NodeSDK: how many of 8 records reach the app's own processor. argv: with or without us.
const { createRequire } = await load('node:module')
// Instrumentations see what is required.
const require = createRequire(`${process.cwd()}/app.cjs`)
const { NodeSDK } = require('@opentelemetry/sdk-node')
const sdkLogs = require('@opentelemetry/sdk-logs')
const { WinstonInstrumentation } = require('@opentelemetry/instrumentation-winston')

const exporter = new sdkLogs.InMemoryLogRecordExporter()
const processor = new sdkLogs.SimpleLogRecordProcessor({ exporter })
const sdk = new NodeSDK({
  logRecordProcessors: [processor],
  instrumentations: [new WinstonInstrumentation()],
})
sdk.start()
if (process.argv[2] === 'with') require('lipservice').configureAdaptiveLogging()
const winston = require('winston')
const { Writable } = require('node:stream')
const stream = new Writable({ write: (_chunk, _encoding, done) => done() })
const logger = winston.createLogger({ transports: [new winston.transports.Stream({ stream })] })
for (let i = 0; i < 4; i++) {
  logger.info('item viewed')
  logger.error('item failed')
}
await processor.forceFlush()
console.log(JSON.stringify({ records: exporter.getFinishedLogRecords().length }))
process.exit()
