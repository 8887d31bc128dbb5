// An app with OpenTelemetry's NodeSDK, whose processor is wrapped; both forms of the constructors of sdk-logs.
const { AdaptiveLogRecordProcessor } = await load('lipservice')
const { NodeSDK } = await load('@opentelemetry/sdk-node')
const sdkLogs = await load('@opentelemetry/sdk-logs')
const api = await load('@opentelemetry/api')
const { logs } = api.logs ? api : await load('@opentelemetry/api-logs')

const { InMemoryLogRecordExporter, SimpleLogRecordProcessor, BatchLogRecordProcessor } = sdkLogs
const memory = new InMemoryLogRecordExporter()
// `(exporter)` before 0.220, `({ exporter })` since.
const both = Object.assign(memory, { exporter: memory })
const simple = new AdaptiveLogRecordProcessor(new SimpleLogRecordProcessor(both))
const batch = new AdaptiveLogRecordProcessor(new BatchLogRecordProcessor(both))
const sdk = new NodeSDK({ logRecordProcessors: [process.argv[2] === 'batch' ? batch : simple], instrumentations: [] })
sdk.start()
const sampling = process.argv[2] === 'batch' ? batch : simple
for (let i = 0; i < 1000; i++) {
  logs.getLogger('app').emit({ severityNumber: 9, body: `item ${i} viewed` })
  if (i % 100 === 0) logs.getLogger('app').emit({ severityNumber: 17, body: `item ${i} failed` })
}
await sampling.forceFlush()
const { seen, kept, bySeverity } = sampling.stats()
const arrived = memory.getFinishedLogRecords().length
console.log(JSON.stringify({ seen, kept, errors: bySeverity.ERROR.kept, arrived }))
await sdk.shutdown()
