import { createEncoding } from '../../src/delivery/otlp/create-encoding.js'
import type { LogRecord } from '../../src/record/log-record.js'
import { createRedactor } from '../../src/redaction/redactor.js'

const NANOS_PER_MILLI = '000000'

/** Returns what makes a line of each record, as the Collector's file exporter writes what an app sends by OpenTelemetry. */
export function collectorOf(service: string): (record: LogRecord, millis: number) => string {
  const redactor = createRedactor({ detect: false, paths: [], transform: undefined }, () => {})
  const encoding = createEncoding('json', redactor)
  const resource = { attributes: { 'service.name': service } }
  return (record, millis) => {
    const own = JSON.parse(Buffer.from(encoding.encodeRecord(record, {}, millis).bytes).toString())
    // Our encoding names each severity, as PostHog spells it: who logged did not.
    const said = { ...own, severityText: record.severityText, timeUnixNano: `${millis}${NANOS_PER_MILLI}` }
    const records = [Buffer.from(JSON.stringify(said))]
    const scope = record.instrumentationScope ?? { name: 'demo' }
    return Buffer.from(encoding.encodeBatch(resource, [{ scope, records }])).toString()
  }
}
