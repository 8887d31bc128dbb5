import { randomUUID } from 'node:crypto'
import { maskedPattern } from './mask.js'

/** A record that the fake PostHog stores. */
export interface PostHogLogRow {
  /** When it was logged: a date, or milliseconds since the Unix epoch. */
  readonly timestamp: Date | number
  /** The text of the record. */
  readonly body: string
  /** Default: empty, as PostHog has it without `service.name`. */
  readonly service?: string
  /** `trace` to `fatal`. Default: `info`. */
  readonly severity?: string
  /** Attributes of the record. Default: none. */
  readonly attributes?: Readonly<Record<string, string>>
  /** Attributes of the resource. Default: the service's name. */
  readonly resourceAttributes?: Readonly<Record<string, string>>
  /** Share of the payload: what is billed. Default: 100 and the bytes of the body. */
  readonly bytes?: number
  /** What PostHog stamps. Default: the body with what varies masked; empty: a row without a stamp. */
  readonly pattern?: string
  /** Version of the stamp. Default: 3; 0 of an empty pattern. */
  readonly patternVersion?: number
  /** 32 characters of hex. Default: zeros. */
  readonly traceId?: string
  /** Default: a random one. */
  readonly uuid?: string
  /** Name of an event. Default: none. */
  readonly eventName?: string
  /** So many records like it: they are counted, not held. What asks for their uuids, or for records themselves, sees each. Default: 1. */
  readonly times?: number
}

/** The same with all that was left out, and times in microseconds. */
export interface StoredLog {
  readonly micros: number
  readonly body: string
  readonly service: string
  readonly severity: string
  readonly attributes: Readonly<Record<string, string>>
  readonly resourceAttributes: Readonly<Record<string, string>>
  readonly bytes: number
  readonly pattern: string
  readonly patternVersion: number
  readonly traceId: string
  readonly uuid: string
  readonly eventName: string
  readonly times: number
}

const BYTES_BESIDE_THE_BODY = 100
const PATTERN_VERSION = 3
const NONE: Readonly<Record<string, string>> = {}

export function storedLog(row: PostHogLogRow): StoredLog {
  const service = row.service ?? ''
  const pattern = row.pattern ?? maskedPattern(row.body)
  return {
    micros: Math.round(Number(row.timestamp) * 1_000),
    body: row.body,
    service,
    severity: row.severity ?? 'info',
    attributes: row.attributes ?? NONE,
    resourceAttributes: row.resourceAttributes ?? (service === '' ? NONE : { 'service.name': service }),
    bytes: row.bytes ?? BYTES_BESIDE_THE_BODY + Buffer.byteLength(row.body),
    pattern,
    patternVersion: row.patternVersion ?? (pattern === '' ? 0 : PATTERN_VERSION),
    traceId: row.traceId ?? '0'.repeat(32),
    uuid: row.uuid ?? randomUUID(),
    eventName: row.eventName ?? '',
    times: row.times ?? 1,
  }
}

/** Records one by one, each with a uuid of its own. */
export function* oneByOne(rows: Iterable<StoredLog>): Generator<StoredLog> {
  for (const row of rows) {
    if (row.times === 1) yield row
    else for (let i = 0; i < row.times; i++) yield { ...row, times: 1, uuid: `${row.uuid}:${i}` }
  }
}

/** Returns how many records rows stand for. */
export const recordsOf = (rows: Iterable<StoredLog>): number => {
  let sum = 0
  for (const { times } of rows) sum += times
  return sum
}

/** Records by time. */
export class LogRows {
  #rows: StoredLog[] = []
  #sorted = true
  #records = 0

  add(rows: Iterable<PostHogLogRow>): void {
    for (const row of rows) {
      const stored = storedLog(row)
      this.#rows.push(stored)
      this.#records += stored.times
    }
    this.#sorted = false
  }

  clear(): void {
    this.#rows = []
    this.#records = 0
  }

  /** How many records it has. */
  get size(): number {
    return this.#records
  }

  /** Returns those of a period in microseconds, oldest first; `to` is exclusive. */
  within(from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): readonly StoredLog[] {
    if (!this.#sorted) this.#rows.sort((a, b) => a.micros - b.micros)
    this.#sorted = true
    return this.#rows.slice(this.#firstAt(from), this.#firstAt(to))
  }

  #firstAt(micros: number): number {
    let low = 0
    let high = this.#rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#rows[middle]!.micros < micros) low = middle + 1
      else high = middle
    }
    return low
  }
}
