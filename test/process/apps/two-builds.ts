/** An app that uses both builds of the package: argv says which scenario, and which build comes first. Says what became of its records. */
import { createRequire } from 'node:module'
import { logs } from '@opentelemetry/api-logs'
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import pino from 'pino'

type Main = typeof import('lipservice')
const [, , scenario = '', order = ''] = process.argv
const required = createRequire(import.meta.url)
const imported = { main: await import('lipservice'), console: await import('lipservice/console') }
const main = { ESM: imported.main, CommonJS: required('lipservice') as Main }
const [first, second] = order === 'ESM' ? [main.ESM, main.CommonJS] : [main.CommonJS, main.ESM]
const memory = new InMemoryLogRecordExporter()
const exporting = () => new SimpleLogRecordProcessor({ exporter: memory })
const flood = (log: (body: string) => void) => {
  for (let i = 0; i < 2_000; i++) log(`item ${i} viewed`)
}

const SCENARIOS: Record<string, () => Promise<object>> = {
  async processor() {
    const processor = new second.AdaptiveLogRecordProcessor(exporting())
    const provider = first.wrapLoggerProvider(new LoggerProvider({ processors: [processor] }))
    flood((body) => provider.getLogger('app').emit({ severityNumber: 9, body }))
    const { seen, kept } = provider.stats()
    const again = processor.stats().seen
    await provider.forceFlush()
    const arrived = memory.getFinishedLogRecords().length
    await provider.shutdown()
    return { seen, kept, again, arrived }
  },
  async decider() {
    const provider = first.wrapLoggerProvider(new LoggerProvider({ processors: [exporting()] }))
    logs.setGlobalLoggerProvider(provider)
    const logging = second.configureAdaptiveLogging()
    flood((body) => logs.getLogger('app').emit({ severityNumber: 9, body }))
    const { seen, kept } = provider.stats()
    const again = logging.stats().seen
    await provider.forceFlush()
    const arrived = memory.getFinishedLogRecords().length
    await logging.shutdown()
    await provider.shutdown()
    return { seen, kept, again, arrived }
  },
  async forwarding() {
    const logging = first.configureAdaptiveLogging()
    const other = second.configureAdaptiveLogging()
    const { wrapPino } = required('lipservice/pino') as typeof import('lipservice/pino')
    const printed: unknown[] = []
    const target = { ...console, log: (line: unknown) => void printed.push(line) }
    const restore = imported.console.wrapConsole({ console: target })
    const logger = wrapPino(pino({}, { write: (line) => target.log(line) }))
    flood((body) => logger.info(body))
    const { seen, kept } = logging.stats()
    restore()
    await logging.shutdown()
    return { seen, kept, printed: printed.length, one: other === logging }
  },
}

process.send?.({
  differ: main.ESM.wrapLoggerProvider !== main.CommonJS.wrapLoggerProvider,
  ...(await SCENARIOS[scenario]!()),
})
process.disconnect?.()
