import { millisOf } from './times.js'

const LOGFMT = /^[\w.-]+=(?:"|[^\s=]+(?:\s|$))/
const PAIR = /([\w.-]{1,32})=(?:"([^"\\]{0,256})"|([^\s"]*))\s*/y
const TIME_KEYS = new Set(['ts', 'time', 'timestamp', 't'])
/** Loggers print the time early. What comes later is of the app, as is what stands in quotes. */
const MAX_PAIRS = 6

/** Returns whether a line consists of `key=value` from its first character on. */
export const isLogfmt = (line: string): boolean => LOGFMT.test(line)

/** Returns epoch milliseconds of the time that a line of logfmt says of itself, under `ts`, `time`, `timestamp` or `t`; `undefined`: it says none. */
export function logfmtMillis(line: string): number | undefined {
  PAIR.lastIndex = 0
  for (let pairs = 0; pairs < MAX_PAIRS; pairs++) {
    const found = PAIR.exec(line)
    if (found === null) return undefined
    if (TIME_KEYS.has(found[1]!)) return millisOf(found[2] ?? found[3])
  }
  return undefined
}
