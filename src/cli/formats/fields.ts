import { SEVERITY_NUMBER } from '../../record/severity.js'
import { severityOfWord } from '../../record/severity-words.js'
import { levelWithin, serviceWithin } from './fields-within.js'
import { millisOf } from './times.js'

const MESSAGES = [
  'msg',
  'message',
  'body',
  'Body',
  'event',
  'log',
  'text',
  'MESSAGE',
  '@message',
  'short_message',
  '@m',
  '@mt',
] as const
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
  '@l',
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
  '@t',
  'timestampInMs',
] as const
const SERVICES = ['service', 'service_name', 'service.name', 'serviceName', 'app', 'name', 'logger_name'] as const
const MESSAGE_KEYS: ReadonlySet<string> = new Set(MESSAGES)
/** What a key may say, and how much it is preferred to others that say the same: the lowest first. */
interface Role {
  readonly says: 'level' | 'number' | 'time' | 'service'
  readonly rank: number
}
const ROLES = new Map<string, Role>(
  (
    [
      ['service', SERVICES],
      ['level', LEVELS],
      ['number', NUMBERS],
      ['time', TIMES],
    ] as const
  ).flatMap(([says, keys]) => keys.map((key, rank): [string, Role] => [key, { says, rank }])),
)

/** Returns whether a key may say message, level, time or service. */
export const isSayingKey = (key: string): boolean => ROLES.has(key) || MESSAGE_KEYS.has(key)

/** What a line of JSON says of itself, its other fields apart. */
export interface LineFields {
  readonly body: unknown
  readonly severityNumber: number
  readonly severityText: string | undefined
  readonly millis: number | undefined
  readonly service: string | undefined
  readonly attributes: Record<string, unknown>
}

/** What pino puts before the app's fields, beside level and time: of a live record it is none of its attributes. */
const HEADER_OF_PINO: ReadonlySet<string> = new Set(['pid', 'hostname'])
const NO_HEADER: ReadonlySet<string> = new Set()

/** Returns what the keys that loggers use say; everything else is an attribute, as it would be of the live record. */
export function readFields(fields: Readonly<Record<string, unknown>>, isPino = false): LineFields {
  const header = isPino ? HEADER_OF_PINO : NO_HEADER
  // Of two fields for the message one is an attribute.
  const message = messageKeyOf(fields)
  const attributes: Record<string, unknown> = {}
  let [service, serviceRank]: [string | undefined, number] = [undefined, SERVICES.length]
  let [millis, timeRank]: [number | undefined, number] = [undefined, TIMES.length]
  let [level, levelRank]: [string | number | undefined, number] = [undefined, LEVELS.length]
  let [severity, severityRank]: [number, number] = [0, NUMBERS.length]
  for (const key in fields) {
    if (key === message || header.has(key)) continue
    const value = fields[key]
    const role = ROLES.get(key)
    if (role === undefined || role.says === 'service') attributes[key] = value
    if (role === undefined) continue
    const { says, rank } = role
    if (says === 'service') {
      if (rank < serviceRank && typeof value === 'string' && value !== '') [service, serviceRank] = [value, rank]
    } else if (says === 'time') {
      const time = rank < timeRank ? millisOf(value) : undefined
      if (time !== undefined) [millis, timeRank] = [time, rank]
    } else if (says === 'level') {
      if (rank < levelRank && (typeof value === 'number' || typeof value === 'string'))
        [level, levelRank] = [value, rank]
    } else if (rank < severityRank) {
      const number = Number(value)
      if (isSeverity(number)) [severity, severityRank] = [number, rank]
    }
  }
  return {
    body: message === undefined ? undefined : fields[message],
    severityNumber: severity > 0 ? severity : severityOf(level ?? levelWithin(fields)),
    severityText: severity === 0 && typeof level === 'string' ? level : undefined,
    millis,
    service: service ?? serviceWithin(fields),
    attributes,
  }
}

function messageKeyOf(fields: Readonly<Record<string, unknown>>): string | undefined {
  for (const key of MESSAGES) if (typeof fields[key] === 'string') return key
  return undefined
}

const isSeverity = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 24

function severityOf(level: string | number | undefined): number {
  if (typeof level === 'number') return severityOfLevel(level)
  return level === undefined ? 0 : severityOfWord(level)
}

/** Levels of pino and bunyan: 10–60 in tens; others between count as the one below. */
export function severityOfLevel(level: number): number {
  if (level < 10) return level >= 0 && level <= 7 && Number.isInteger(level) ? severityOfSyslog(level) : 0
  return Math.min(SEVERITY_NUMBER.fatal, (Math.floor(level / 10) - 1) * 4 + 1)
}

const SYSLOG = [24, 22, 21, 17, 13, 10, 9, 5] as const
/** Priorities of syslog, 0–7: emergency to debug. */
export const severityOfSyslog = (priority: number): number => SYSLOG[priority & 7] ?? SEVERITY_NUMBER.info
