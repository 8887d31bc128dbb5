import type { Logger } from 'pino'
import type { RunningLogging } from '../../instance/running-logging.js'
import { activeSpanContext } from '../../internal/active-span.js'
import { forwardNext } from '../../ownership/forwarding.js'
import type { LogRecord } from '../../record/log-record.js'
import { severityOfWord } from '../../record/severity-words.js'
import { recordOfLine } from './line-record.js'
import type { LineKeys } from './log-arguments.js'
import { keysOf, thrownOf } from './pino-internals.js'
import { severityOfLevel } from './severity.js'

const DEFAULT_KEYS: LineKeys = { message: 'msg', error: 'err', prefix: undefined, nested: undefined }

/** What is known of a line that came past `logMethod` beside its text. */
export interface LateLine {
  readonly logger: Logger
  readonly level: number
  /** What pino was given to write. */
  readonly fields: unknown
}

/**
 * A line that came past `logMethod`: the first of a logger that is wrapped by it, or of a child that took a level of its own
 * before its logger was wrapped. It is decided from its text, and from what else is known of it.
 */
export function shipLate(logging: RunningLogging, line: string, late?: LateLine): void {
  const label = late?.logger.levels?.labels[late.level]
  const fields = typeof late?.fields === 'object' && late.fields !== null ? late.fields : undefined
  const given: LogRecord = { attributes: fields as Record<string, unknown> | undefined }
  const thrown = late === undefined ? undefined : thrownOf(given, late.logger)
  const record = recordOfLine(line, {
    timestamp: logging.now(),
    severityNumber: late === undefined ? severityOfLine(line) : severityOfLevel(late.level, label),
    severityText: label,
    spanContext: activeSpanContext(),
    keys: late === undefined ? DEFAULT_KEYS : keysOf(late.logger),
    thrown,
  })
  // Its text holds no Error any more: what was given does.
  const decision = logging.sample(thrown === undefined ? record : { ...record, attributes: given.attributes })
  if (decision.keep) logging.ship(record, decision)
  forwardNext('pino')
}

/** pino writes the level first: its number, or what a formatter made of it. */
function severityOfLine(line: string): number {
  const [, value = '', label] = /^\{"\w+":(\d+|"(\w+)")/.exec(line) ?? []
  return label === undefined ? severityOfLevel(Number(value || Number.NaN)) : severityOfWord(label)
}
