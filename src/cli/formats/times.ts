import { parseTime, valid } from './time-text.js'

const SECONDS_BELOW = 1e11
const MILLIS_BELOW = 1e14
const MICROS_BELOW = 1e17

/** Returns epoch milliseconds of a number in seconds, milli-, micro- or nanoseconds; `undefined`: it is no time from 2001 to 2100. */
export function millisOfNumber(value: number): number | undefined {
  if (!(value > 1e9)) return undefined
  if (value < SECONDS_BELOW) return value * 1_000
  if (value < MILLIS_BELOW) return valid(value)
  return valid(value < MICROS_BELOW ? value / 1_000 : value / 1_000_000)
}

/** Returns epoch milliseconds of what a field says of its time; `undefined`: it says none. */
export function millisOf(value: unknown): number | undefined {
  if (typeof value === 'number') return millisOfNumber(value)
  if (typeof value !== 'string' || value === '') return undefined
  const code = value.charCodeAt(0)
  if (code < 48 || code > 57) return parseTime(value)
  const number = Number(value)
  return Number.isFinite(number) ? millisOfNumber(number) : parseTime(value)
}
