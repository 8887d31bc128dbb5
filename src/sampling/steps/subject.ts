import { ZERO } from '../../internal/fraction.js'
import type { ErrorKind } from '../../record/error.js'
import { ErrorSearch, isErrorKey } from '../../record/error-search.js'
import type { LogRecord } from '../../record/log-record.js'
import { decidingSeverityOf } from '../../record/severity.js'
import { beginRecord } from '../../record/wide-objects.js'
import { outcomeOfAccessLine } from '../../signature/access-line.js'
import type { Outcome } from '../../signature/outcome.js'
import {
  graver,
  MAX_STATUS,
  MIN_STATUS,
  outcomeOfFlag,
  outcomeOfObject,
  outcomeOfStatusAt,
  outcomeOfWord,
} from '../../signature/outcome-of-attribute.js'
import { NO_SIGNATURE } from '../decision.js'
import { PatternSampling } from '../pattern-sampling.js'

export const KEEP_ATTRIBUTE = 'lipservice.keep'

export const BASE_RECORD_BYTES = 34
export const TRACE_BYTES = 33
export const ATTRIBUTE_BYTES = 8
export const NUMBER_BYTES = 9
const NESTED_BYTES = 64
export const MAX_ATTRIBUTES = 128

/** A severity that cannot be read is treated as INFO. */
const UNREADABLE_SEVERITY = 9
export const ERROR_SEVERITY = 17

const NO_RECORD: LogRecord = Object.freeze({})
const NO_PATTERN = new PatternSampling(NO_SIGNATURE)

/** A record to be decided, with what one walk over it finds. Reused, so that a decision allocates nothing but its result. */
export class Subject {
  record: LogRecord = NO_RECORD
  pattern: PatternSampling = NO_PATTERN
  /** Monotonic milliseconds. */
  now = ZERO
  /** OpenTelemetry severity number 1–24; 0 if it cannot be read. */
  severityNumber = 0
  /** The error that it carries, if any. */
  readonly errors = new ErrorSearch()
  /** Attribute `lipservice.keep` is true. */
  pinned = false
  #isWanted: boolean | undefined = undefined
  /** The hash of its trace has decided it, no block. */
  isDrawnByTrace = false
  /** What became of what it tells of, if it is a failure. */
  outcome: Outcome | undefined = undefined
  /** Flat estimate of the encoded OTLP size in bytes; no string is encoded to get it. */
  estimatedBytes = 0

  /** Looks at a record; `pattern` is to be set once it is known. */
  take(record: LogRecord, now: number): void {
    this.takeUnread(record, now)
    this.readAccessLine()
  }

  /** As `take`; whether the message is an access line that tells an outcome is left to be asked. */
  takeUnread(record: LogRecord, now: number): void {
    beginRecord()
    this.record = record
    this.#isWanted = undefined
    this.isDrawnByTrace = false
    this.now = now
    this.severityNumber = decidingSeverityOf(record)
    examine(record, this)
  }

  /** Finds the outcome that the message tells as an access line, if there is no other. */
  readAccessLine(): void {
    const { body } = this.record
    if (this.outcome === undefined && typeof body === 'string') this.outcome = outcomeOfAccessLine(body)
  }

  /** Lets go of the app's record. */
  clear(): void {
    this.record = NO_RECORD
    this.pattern = NO_PATTERN
    this.errors.clear()
  }

  /** `real`: its severity says so, or an Error is attached. `shaped`: only data in it has the shape of one. */
  get errorKind(): ErrorKind {
    return this.severityNumber >= ERROR_SEVERITY ? 'real' : this.errors.kind
  }

  /** Asks the app's own rule, once for each record. */
  isWantedBy(rule: ((record: LogRecord) => boolean) | undefined): boolean {
    this.#isWanted ??= rule !== undefined && rule(this.record) === true
    return this.#isWanted
  }

  /** Nothing but its pattern says what becomes of it, or its trace. */
  get isUsual(): boolean {
    return this.errorKind === 'none' && !this.pinned
  }

  isBelow(minimumSeverity: number): boolean {
    return (this.severityNumber || UNREADABLE_SEVERITY) < minimumSeverity && this.errorKind === 'none' && !this.pinned
  }
}

/** Walks over the record once. What an attribute tells is asked by the kind of its value: most kinds tell nothing. */
function examine(record: LogRecord, subject: Subject): void {
  const { body, attributes } = record
  const { errors } = subject
  errors.begin(record)
  let pinned = false
  let outcome: Outcome | undefined
  let bytes = BASE_RECORD_BYTES + valueBytes(body) + (record.severityText?.length ?? 0)
  if (record.spanContext !== undefined) bytes += TRACE_BYTES
  if (typeof record.eventName === 'string') bytes += record.eventName.length + 2
  // An array for attributes has as many keys as items.
  if (attributes !== undefined && !Array.isArray(attributes) && !ArrayBuffer.isView(attributes)) {
    let left = MAX_ATTRIBUTES
    for (const key in attributes) {
      if (left-- <= 0) {
        if (errors.lookAtNext(key, attributes, MAX_ATTRIBUTES - left - 1)) continue
        break
      }
      const value = attributes[key]
      let told: Outcome | undefined
      bytes += ATTRIBUTE_BYTES + key.length
      switch (typeof value) {
        case 'string':
          bytes += value.length
          if (isErrorKey(key)) errors.lookAtText(key, attributes)
          else told = outcomeOfWord(key, value)
          break
        case 'number':
          bytes += NUMBER_BYTES
          if (value >= MIN_STATUS && value <= MAX_STATUS) told = outcomeOfStatusAt(key, value, attributes)
          break
        case 'boolean':
          bytes += 2
          if (value) pinned ||= key === KEEP_ATTRIBUTE
          else told = outcomeOfFlag(key)
          break
        case 'object':
          if (value === null) break
          bytes += NESTED_BYTES
          errors.lookAt(key, value)
          told = outcomeOfObject(key, value, attributes)
          break
        default:
          bytes += valueBytes(value)
      }
      if (told !== undefined) outcome = graver(outcome, told)
    }
  }
  subject.pinned = pinned
  subject.outcome = outcome
  subject.estimatedBytes = bytes
}

function valueBytes(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return value.length
    case 'number':
    case 'bigint':
      return NUMBER_BYTES
    case 'boolean':
      return 2
    case 'object':
      return value === null ? 0 : NESTED_BYTES
    default:
      return 0
  }
}
