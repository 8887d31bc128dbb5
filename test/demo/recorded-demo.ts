import { createEncoding } from '../../src/delivery/otlp/create-encoding.js'
import type { BudgetOption } from '../../src/index.js'
import type { LogRecord } from '../../src/record/log-record.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import { type LiveDemo, runLiveDemo, type SERVICES } from './live-demo.ts'
import { watched } from './watched-engine.ts'

const NANOS_PER_MILLI = '000000'

export interface RecordedDemo extends LiveDemo {
  /** The service's log, a record a line, all of it. */
  readonly lines: readonly string[]
  readonly kept: readonly string[]
  /** Sum of the weights of what was kept. */
  readonly weight: number
}

/**
 * Runs a service live and records its traffic: what its logger writes to its own log, or for one that logs through OpenTelemetry what the
 * Collector's file exporter would write. The engine has to be a watched one.
 */
export async function recordDemo(options: {
  readonly name: keyof typeof SERVICES
  readonly budget: BudgetOption | undefined
  readonly seed: number
  readonly seconds: number
  readonly policy?: object
}): Promise<RecordedDemo> {
  const lines: string[] = []
  const decided: boolean[] = []
  const otlp = collector(options.name)
  let weight = 0
  watched.record = (record) => {
    // OpenTelemetry has no log of its own: the service's first line, and all lines of the gateway.
    if (record.instrumentationScope !== undefined) lines.push(otlp(record, Date.now()))
  }
  watched.decision = (decision) => {
    decided.push(decision.keep)
    weight += decision.weight
  }
  const live = await runLiveDemo({ ...options, write: (line) => void lines.push(line.trimEnd()) })
  return { ...live, lines, kept: lines.filter((_, i) => decided[i]), weight }
}

function collector(name: string): (record: LogRecord, millis: number) => string {
  const redactor = createRedactor({ detect: false, paths: [], transform: undefined }, () => {})
  const encoding = createEncoding('json', redactor)
  const resource = { attributes: { 'service.name': name } }
  return (record, millis) => {
    const own = JSON.parse(Buffer.from(encoding.encodeRecord(record, {}, millis).bytes).toString())
    // Our encoding names each severity, as PostHog spells it: who logged did not.
    const said = { ...own, severityText: record.severityText, timeUnixNano: `${millis}${NANOS_PER_MILLI}` }
    const timed = Buffer.from(JSON.stringify(said))
    const scope = record.instrumentationScope!
    return Buffer.from(encoding.encodeBatch(resource, [{ scope, records: [timed] }])).toString()
  }
}
