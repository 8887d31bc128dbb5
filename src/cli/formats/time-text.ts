const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** ISO 8601 and RFC 3339, also with a space or a comma before the milliseconds. Without a zone: UTC. */
const ISO = /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ,]+(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?/
/** `26/Nov/2026:18:00:00 +0000`, as access logs have it. */
const CLF = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ?([+-]\d{4})?/
/** `11/26/2026, 6:00:00 PM`, as Nest writes it. */
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d\d):(\d\d)(?: ([AP])M)?/
const YEAR_2100 = Date.UTC(2100)

/** `17:30:00.123`, `5:30:00 PM`: a time of day alone. */
const CLOCK = /^(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?:Z|\s?([AP])M)?$/

/** Returns epoch milliseconds of a time at the start of a text; `undefined`: there is none from 1970 to 2100. */
export function parseTime(text: string): number | undefined {
  return isoTime(text) ?? clfTime(text) ?? americanTime(text)
}

function isoTime(text: string): number | undefined {
  const found = ISO.exec(text)
  if (found === null) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', offset] = found
  return valid(
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) +
      Number(`0.${fraction}`) * 1_000 -
      offsetMillis(offset),
  )
}

function clfTime(text: string): number | undefined {
  const found = CLF.exec(text)
  if (found === null) return undefined
  const [, day, month, year, hour, minute, second, offset] = found
  const index = MONTHS.indexOf(month!.toLowerCase())
  if (index < 0) return undefined
  const local = Date.UTC(Number(year), index, Number(day), Number(hour), Number(minute), Number(second))
  return valid(local - offsetMillis(offset))
}

function americanTime(text: string): number | undefined {
  const found = AMERICAN.exec(text)
  if (found === null) return undefined
  const [, month, day, year, hour, minute, second, half] = found
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'P' ? 12 : 0)
  return valid(Date.UTC(Number(year), Number(month) - 1, Number(day), hours, Number(minute), Number(second)))
}

/** `Nov 26 18:00:00`, as syslog has it, which leaves out the year: the last one that is not in the future. */
export function syslogTime(text: string, now: number): number | undefined {
  const found = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d)/.exec(text)
  if (found === null) return undefined
  const [, month, day, clock] = found
  return yearless(MONTHS.indexOf(month!.toLowerCase()), day!, clock!, now)
}

/** Returns a time that leaves out the year: the last one that is not in the future. @param month from 0 on; -1: there is none */
export function yearless(month: number, day: string, clock: string, now: number): number | undefined {
  if (month < 0 || month > 11) return undefined
  const [hour, minute, second] = clock.split(':').map(Number)
  const year = new Date(now).getUTCFullYear()
  const at = (year: number) => Date.UTC(year, month, Number(day), hour, minute) + second! * 1_000
  return valid(at(year) > now + 86_400_000 ? at(year - 1) : at(year))
}

/** Returns milliseconds behind midnight of a time of day; `undefined`: it is none. */
export function clockTime(text: string): number | undefined {
  const [whole, hour, minute, second, fraction = '0', half] = CLOCK.exec(text) ?? []
  if (whole === undefined) return undefined
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'P' ? 12 : 0)
  if (hours > 23 || Number(minute) > 59 || Number(second) > 60) return undefined
  return (hours * 3_600 + Number(minute) * 60 + Number(second)) * 1_000 + Number(`0.${fraction}`) * 1_000
}

function offsetMillis(offset: string | undefined): number {
  if (offset === undefined || offset === 'Z') return 0
  const digits = offset.replace(/\D/g, '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000
}

/** Returns a time that a log may be of; `undefined`: it is none. What is far off would spread a file over centuries. */
export const valid = (millis: number): number | undefined => (millis >= 0 && millis < YEAR_2100 ? millis : undefined)
