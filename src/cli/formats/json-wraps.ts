import { severityOfWord } from '../../record/severity-words.js'
import { severityOfSyslog } from './fields.js'
import { firstText } from './fields-within.js'
import type { LineContext } from './found-record.js'
import { millisOf } from './times.js'

type Fields = Readonly<Record<string, unknown>>
type Known = Omit<LineContext, 'now'>

/** What is in a wrap, and what the wrap says of it. */
export interface Wrapped extends Known {
  readonly line: string
}

/** Returns what collectors wrap lines of others in, and clouds their exports; `undefined`: it is none of these. */
export function unwrapJson(fields: Fields): readonly Wrapped[] | undefined {
  const { log, stream, kubernetes, MESSAGE: message, jsonPayload, textPayload, _source: source, events } = fields
  if (typeof log === 'string' && (stream !== undefined || kubernetes !== undefined))
    return [{ ...wrapOf(fields), line: log.trimEnd() }]
  if (typeof message === 'string' && fields['__REALTIME_TIMESTAMP'] !== undefined)
    return [{ ...journalOf(fields), line: message }]
  if (isObject(jsonPayload)) return [{ ...googleOf(fields), line: JSON.stringify(jsonPayload) }]
  if (typeof textPayload === 'string') return [{ ...googleOf(fields), line: textPayload.trimEnd() }]
  if (isObject(source) && fields['_index'] !== undefined) return [{ line: JSON.stringify(source) }]
  if (Array.isArray(events) && events.length > 0 && events.every(isCloudWatchEvent))
    return events.map((event) => ({ line: event.message.trimEnd(), millis: millisOf(event.timestamp) }))
  return datadog(fields)
}

/** Docker's json-file driver, Fluent Bit and Fluentd. */
function wrapOf(fields: Fields): Omit<LineContext, 'now'> {
  const kubernetes = fields['kubernetes'] as Fields | undefined
  const labels = (kubernetes?.['labels'] ?? {}) as Fields
  const named =
    labels['app.kubernetes.io/name'] ?? labels['app'] ?? kubernetes?.['container_name'] ?? fields['container_name']
  return {
    format: kubernetes === undefined ? 'Docker' : 'Kubernetes',
    millis: millisOf(fields['time'] ?? fields['date'] ?? fields['@timestamp']),
    service: typeof named === 'string' ? named.replace(/^\//, '') : undefined,
  }
}

function journalOf(fields: Fields): Omit<LineContext, 'now'> {
  const unit = fields['_SYSTEMD_UNIT'] ?? fields['SYSLOG_IDENTIFIER'] ?? fields['_COMM']
  const priority = Number(fields['PRIORITY'] ?? Number.NaN)
  return {
    format: 'journald',
    millis: millisOf(fields['__REALTIME_TIMESTAMP']),
    service: typeof unit === 'string' ? unit.replace(/\.service$/, '') : undefined,
    severityNumber: Number.isInteger(priority) ? severityOfSyslog(priority) : undefined,
  }
}

/** Google Cloud Logging. */
function googleOf(fields: Fields): Known {
  const { labels } = (isObject(fields['resource']) ? fields['resource'] : {}) as { labels?: unknown }
  const names = ['container_name', 'service_name', 'function_name', 'module_id']
  return {
    millis: millisOf(fields['timestamp']),
    service: isObject(labels) ? firstText(labels, names) : undefined,
    severityNumber: typeof fields['severity'] === 'string' ? severityOfWord(fields['severity']) : undefined,
  }
}

/** Of `aws logs get-log-events` and `filter-log-events`. */
const isCloudWatchEvent = (event: unknown): event is { message: string; timestamp: number } =>
  isObject(event) && typeof event['message'] === 'string' && typeof event['timestamp'] === 'number'

/** Exports of Datadog: of its API, and of its archives before. */
function datadog({ type, attributes, content }: Fields): readonly Wrapped[] | undefined {
  const log = type === 'log' ? attributes : content
  if (!isObject(log) || typeof log['message'] !== 'string' || typeof log['timestamp'] !== 'string') return undefined
  const { status, ...fields } = log
  return [
    {
      line: JSON.stringify(fields),
      severityNumber: typeof status === 'string' ? severityOfWord(status) : undefined,
    },
  ]
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
