import { withoutAnsi } from './ansi.js'

/**
 * What loggers call their levels, to OpenTelemetry severity numbers: OpenTelemetry's short names, npm, syslog, Java, .NET, Python, Google
 * Cloud, and the usual abbreviations.
 */
const WORDS: Readonly<Record<string, number>> = {
  trace: 1,
  trc: 1,
  silly: 1,
  finest: 1,
  debug: 5,
  dbug: 5,
  dbg: 5,
  verbose: 5,
  finer: 5,
  fine: 6,
  config: 7,
  info: 9,
  inf: 9,
  information: 9,
  informational: 9,
  http: 9,
  log: 9,
  success: 9,
  notice: 10,
  warn: 13,
  wrn: 13,
  warning: 13,
  error: 17,
  err: 17,
  eror: 17,
  severe: 17,
  fatal: 21,
  ftl: 21,
  critical: 21,
  crit: 21,
  alert: 22,
  emerg: 24,
  emergency: 24,
  panic: 24,
}
const BANDS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
const MAX_WORD = 64
const NUMBER_AS_TEXT = /^(?:[1-9]|1\d|2[0-4])$/

const NUMBERS = new Map<string, number>()
for (const [word, severity] of [...Object.entries(WORDS), ...shortNames()]) {
  NUMBERS.set(word, severity)
  NUMBERS.set(word.toUpperCase(), severity)
}

/** `trace2` … `fatal4`. */
function shortNames(): [string, number][] {
  return BANDS.flatMap((band, i) => [2, 3, 4].map((n): [string, number] => [`${band}${n}`, i * 4 + n]))
}

/** Returns the severity number of a level's name, in any case, coloured or not, or of a number 1–24 as text; 0 if it is unknown. */
export function severityOfWord(text: string): number {
  return NUMBERS.get(text) ?? severityOfUnusualWord(text)
}

function severityOfUnusualWord(text: string): number {
  if (text.length > MAX_WORD) return 0
  const word = withoutAnsi(text).trim()
  if (NUMBER_AS_TEXT.test(word)) return Number(word)
  return NUMBERS.get(word.toLowerCase()) ?? 0
}

/** Returns how PostHog spells the severity of a number 1–24: `trace`, `debug`, `info`, `warn`, `error`, `fatal`. */
export function severityWordOf(severityNumber: number): (typeof BANDS)[number] {
  return BANDS[Math.min(5, (severityNumber - 1) >> 2)]!
}
