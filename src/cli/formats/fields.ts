import { SEVERITY_NUMBER } from '../../record/severity.js'
import { severityOfWord } from '../../record/severity-words.js'
import { millisOf } from './times.js'

const MESSAGES = ['msg', 'message', 'body', 'Body', 'event', 'log', 'text', 'MESSAGE', '@message'] as const
const LEVELS = [
  'level',
  'severity',
  'severity_text',
  'severityText',
  'lvl',
  'log.level',
  'levelname',
  'loglevel',
  'log_level',
] as const
const NUMBERS = ['severity_number', 'severityNumber'] as const
const TIMES = [
  'time',
  'timestamp',
  'ts',
  '@timestamp',
  'timeUnixNano',
  'datetime',
  'date',
  'observed_timestamp',
] as const
const SERVICES = ['service', 'service_name', 'service.name', 'serviceName', 'app', 'name', 'logger_name'] as const
const READ = new Set<string>([...LEVELS, ...NUMBERS, ...TIMES])

/** What a line of JSON says of itself, its other fields apart. */
export interface LineFields {
  readonly body: unknown
  readonly severityNumber: number
  readonly severityText: string | undefined
  readonly millis: number | undefined
  readonly service: string | undefined
  readonly attributes: Record<string, unknown>
}

/** Returns what the keys that loggers use say; everything else is an attribute, as it would be of the live record. */
export function readFields(fields: Readonly<Record<string, unknown>>): LineFields {
  const message = MESSAGES.find((key) => typeof fields[key] === 'string')
  const attributes: Record<string, unknown> = {}
  for (const key in fields) {
    // Of two fields for the message one is an attribute.
    if (key !== message && !READ.has(key)) attributes[key] = fields[key]
  }
  return {
    body: message === undefined ? undefined : fields[message],
    ...levelOf(fields),
    millis: firstTime(fields),
    service: firstText(fields, SERVICES) ?? serviceOfResource(fields),
    attributes,
  }
}

function levelOf(fields: Readonly<Record<string, unknown>>): {
  severityNumber: number
  severityText: string | undefined
} {
  for (const key of NUMBERS) {
    if (fields[key] === undefined) continue
    const value = Number(fields[key])
    if (Number.isInteger(value) && value >= 1 && value <= 24) return { severityNumber: value, severityText: undefined }
  }
  for (const key of LEVELS) {
    const value = fields[key]
    if (typeof value === 'number') return { severityNumber: severityOfLevel(value), severityText: undefined }
    if (typeof value === 'string') return { severityNumber: severityOfWord(value), severityText: value }
  }
  return { severityNumber: 0, severityText: undefined }
}

/** Levels of pino and bunyan: 10–60 in tens; others between count as the one below. */
export function severityOfLevel(level: number): number {
  if (level < 10) return level >= 0 && level <= 7 && Number.isInteger(level) ? severityOfSyslog(level) : 0
  return Math.min(SEVERITY_NUMBER.fatal, (Math.floor(level / 10) - 1) * 4 + 1)
}

const SYSLOG = [24, 22, 21, 17, 13, 10, 9, 5] as const
/** Priorities of syslog, 0–7: emergency to debug. */
export const severityOfSyslog = (priority: number): number => SYSLOG[priority & 7] ?? SEVERITY_NUMBER.info

function firstTime(fields: Readonly<Record<string, unknown>>): number | undefined {
  for (const key of TIMES) {
    const millis = fields[key] === undefined ? undefined : millisOf(fields[key])
    if (millis !== undefined) return millis
  }
  return undefined
}

export function firstText(fields: Readonly<Record<string, unknown>>, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = fields[key]
    if (typeof value === 'string' && value !== '') return value
  }
  return undefined
}

function serviceOfResource({ resource_attributes: resource }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof resource !== 'object' || resource === null) return undefined
  return firstText(resource as Record<string, unknown>, ['service.name'])
}
