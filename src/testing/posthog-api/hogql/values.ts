/** A moment as ClickHouse has it: to the microsecond, in a zone that says where its hours and days begin. */
export class Moment {
  /** Microseconds since the Unix epoch. */
  readonly micros: number
  readonly offsetMinutes: number

  constructor(micros: number, offsetMinutes: number) {
    this.micros = micros
    this.offsetMinutes = offsetMinutes
  }

  /** Returns the moment at which a step of so many microseconds begins, in its own zone. */
  startOf(stepMicros: number): Moment {
    const offset = this.offsetMinutes * 60_000_000
    const local = this.micros + offset
    return new Moment(Math.floor(local / stepMicros) * stepMicros - offset, this.offsetMinutes)
  }

  /** As PostHog writes it: ISO 8601, with microseconds where there are any. */
  toJSON(): string {
    const local = this.micros + this.offsetMinutes * 60_000_000
    const seconds = Math.floor(local / 1_000_000)
    const fraction = local - seconds * 1_000_000
    const text = new Date(seconds * 1_000).toISOString().slice(0, 19)
    return text + (fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}`) + zoneOf(this.offsetMinutes)
  }
}

function zoneOf(offset: number): string {
  if (offset === 0) return 'Z'
  const two = (n: number) => String(n).padStart(2, '0')
  const minutes = Math.abs(offset)
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

const DATE_TIME = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?$/

/** Reads a text as a moment; of a zone when it names none. Returns `null` if it is none. */
export function momentOf(text: string, offsetMinutes: number): Moment | null {
  const [, date, time = '00:00:00', fraction = '', zone] = DATE_TIME.exec(text.trim()) ?? []
  if (date === undefined) return null
  const millis = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}Z`)
  if (Number.isNaN(millis)) return null
  const shift = zone === undefined ? offsetMinutes : zone === 'Z' ? 0 : minutesOf(zone)
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0'))
  return new Moment(millis * 1_000 + micros - shift * 60_000_000, offsetMinutes)
}

function minutesOf(zone: string): number {
  const digits = zone.replace(':', '')
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5))
  return digits.startsWith('-') ? -minutes : minutes
}

export type Value =
  | string
  | number
  | boolean
  | null
  | Moment
  | Interval
  | readonly Value[]
  | Readonly<Record<string, unknown>>

/** A span of time to add or take away. */
export class Interval {
  readonly micros: number

  constructor(micros: number) {
    this.micros = micros
  }
}

/** Returns -1, 0 or 1; `undefined` where one is NULL or they cannot be compared. */
export function compare(a: Value, b: Value, offsetMinutes: number): number | undefined {
  if (a === null || b === null) return undefined
  if (a instanceof Moment || b instanceof Moment) {
    const [left, right] = [asMicros(a, offsetMinutes), asMicros(b, offsetMinutes)]
    return left === undefined || right === undefined ? undefined : Math.sign(left - right)
  }
  const [x, y] = [typeof a === 'boolean' ? Number(a) : a, typeof b === 'boolean' ? Number(b) : b]
  if (typeof x === 'number' && typeof y === 'number') return Math.sign(x - y)
  // By bytes, as ClickHouse does.
  if (typeof x === 'string' && typeof y === 'string')
    return x === y ? 0 : Buffer.compare(Buffer.from(x), Buffer.from(y))
  return undefined
}

const asMicros = (value: Value, offset: number): number | undefined =>
  value instanceof Moment ? value.micros : typeof value === 'string' ? momentOf(value, offset)?.micros : undefined

export const isTrue = (value: Value): boolean => value === true || (typeof value === 'number' && value !== 0)
