import { types } from 'node:util'

/** Epoch milliseconds at which the relative clocks of the process stood at 0. */
export interface Origins {
  /** Of `performance.now()`. */
  readonly performance: number
  /** Of `process.hrtime()`. */
  readonly hrtime: number
}

const NANOS_PER_MILLI = 1_000_000
const NANOS_PER_SECOND = 1_000_000_000n
/** `process.hrtime.bigint()` is read as such only where it gives about the present. */
const NEAR_MILLIS = 60_000
/** PostHog refuses a whole batch for one time beyond it. */
const MAX_NANOS = (1n << 63n) - 1n

// What a number is, by its size: no unit of the present reaches into another's range.
const MIN_SECONDS = 1e8
const MAX_SECONDS = 1e10
const MAX_MILLIS = 1e14
const MAX_MICROS = 1e17

const ISO = /^[+-]?\d{4,6}-\d\d(?:-\d\d)?(?:[T ]\d\d:\d\d(?::\d\d(?:[.,](\d{1,9})\d*)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?$/i
const DIGITS = /^\d{1,19}(?:\.\d{1,9})?$/
const MAX_TEXT = 64

/**
 * Returns the epoch nanoseconds of a time as loggers give it: `Date`, `HrTime`, ISO 8601 text, or a number, a BigInt or digits in
 * seconds, milliseconds, microseconds or nanoseconds, since the epoch or since the start of the process (`performance.now()`,
 * `process.hrtime()`). `undefined` if it is none, lies before 1970 or after 2262.
 */
export function nanosOfTime(time: unknown, nowMillis: number, origins: Origins): bigint | undefined {
  switch (typeof time) {
    case 'number':
      return inRange(nanosOfNumber(time, nowMillis, origins))
    case 'bigint':
      return inRange(nanosOfBigInt(time, nowMillis, origins))
    case 'string':
      return inRange(nanosOfText(time, nowMillis, origins))
    case 'object':
      if (Array.isArray(time)) return inRange(nanosOfHrTime(time, origins))
      return types.isDate(time) ? inRange(nanosOfMillis(Date.prototype.getTime.call(time))) : undefined
    default:
      return undefined
  }
}

function nanosOfNumber(value: number, nowMillis: number, { performance }: Origins): bigint | undefined {
  if (!(value > 0) || value > Number.MAX_VALUE) return undefined
  if (value < MAX_SECONDS) {
    const sinceStart = performance + value
    if (value < MIN_SECONDS) return nanosOfMillis(sinceStart)
    // A process that has run for days has values like these, too, but none of its clock lies ahead.
    const isPast = sinceStart <= nowMillis + NEAR_MILLIS
    const isSinceStart = isPast && nowMillis - sinceStart < Math.abs(value * 1_000 - nowMillis)
    return nanosOfMillis(isSinceStart ? sinceStart : value * 1_000)
  }
  if (value < MAX_MILLIS) return nanosOfMillis(value)
  return BigInt(Math.round(value)) * (value < MAX_MICROS ? 1_000n : 1n)
}

function nanosOfBigInt(value: bigint, nowMillis: number, origins: Origins): bigint | undefined {
  if (value <= 0n || value > MAX_NANOS) return undefined
  const boot = nanosOfMillis(origins.hrtime)
  const sinceBoot = boot === undefined ? undefined : boot + value
  const sinceEpoch = nanosSinceEpoch(value, nowMillis, origins)
  const isSinceBoot = distance(sinceBoot, nowMillis) < Math.min(NEAR_MILLIS, distance(sinceEpoch, nowMillis))
  return isSinceBoot ? sinceBoot : sinceEpoch
}

function nanosSinceEpoch(value: bigint, nowMillis: number, origins: Origins): bigint | undefined {
  if (value >= BigInt(MAX_MICROS)) return value
  return value >= BigInt(MAX_MILLIS) ? value * 1_000n : nanosOfNumber(Number(value), nowMillis, origins)
}

function distance(nanos: bigint | undefined, nowMillis: number): number {
  return nanos === undefined ? Number.POSITIVE_INFINITY : Math.abs(Number(nanos) / NANOS_PER_MILLI - nowMillis)
}

function nanosOfText(text: string, nowMillis: number, origins: Origins): bigint | undefined {
  if (text.length > MAX_TEXT) return undefined
  const plain = text.trim()
  if (DIGITS.test(plain)) {
    return plain.includes('.')
      ? nanosOfNumber(Number(plain), nowMillis, origins)
      : nanosOfBigInt(BigInt(plain), nowMillis, origins)
  }
  const iso = ISO.exec(plain)
  if (iso === null) return undefined
  const millis = Date.parse(plain.replace(',', '.'))
  if (Number.isNaN(millis)) return undefined
  // Date knows milliseconds: what is finer is taken from the text.
  const finer = (iso[1] ?? '').padEnd(9, '0').slice(3)
  return BigInt(millis) * BigInt(NANOS_PER_MILLI) + BigInt(finer)
}

function nanosOfHrTime([seconds, nanos]: readonly unknown[], { hrtime }: Origins): bigint | undefined {
  if (!Number.isSafeInteger(seconds) || !Number.isSafeInteger(nanos)) return undefined
  const whole = BigInt(seconds as number) * NANOS_PER_SECOND + BigInt(nanos as number)
  if (whole <= 0n) return undefined
  if ((seconds as number) >= MIN_SECONDS) return whole
  const boot = nanosOfMillis(hrtime)
  return boot === undefined ? undefined : boot + whole
}

function nanosOfMillis(millis: number): bigint | undefined {
  if (!(millis > 0) || millis > 8.64e15) return undefined
  const whole = Math.trunc(millis)
  return BigInt(whole) * BigInt(NANOS_PER_MILLI) + BigInt(Math.round((millis - whole) * NANOS_PER_MILLI))
}

function inRange(nanos: bigint | undefined): bigint | undefined {
  return nanos !== undefined && nanos > 0n && nanos <= MAX_NANOS ? nanos : undefined
}
