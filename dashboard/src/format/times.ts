import { number } from './numbers.js'

/** Times of a zone, from epoch seconds. One formatter a kind and zone: they are dear to make. */
const formatters = new Map<string, Intl.DateTimeFormat>()
function of(zone: string, kind: keyof typeof KINDS): Intl.DateTimeFormat {
  const key = `${kind} ${zone}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...KINDS[kind] })
  formatters.set(key, made)
  return made
}

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const
const KINDS = {
  clock: CLOCK,
  day: { weekday: 'short', day: 'numeric' },
  date: { day: 'numeric', month: 'short', ...CLOCK },
  full: { weekday: 'short', day: 'numeric', month: 'short', ...CLOCK },
  calendar: { day: 'numeric', month: 'short', year: 'numeric' },
  parts: { day: 'numeric', ...CLOCK },
} satisfies Record<string, Intl.DateTimeFormatOptions>

/** `17:12` */
export const clockTime = (at: number, zone: string): string => of(zone, 'clock').format(at * 1000)
/** `Wed 25` */
export const dayName = (at: number, zone: string): string => of(zone, 'day').format(at * 1000)
/** `25 Nov 2026` */
export const calendarDay = (at: number, zone: string): string => of(zone, 'calendar').format(at * 1000)
/** `Wed, 25 Nov, 17:12` */
export const fullTime = (at: number, zone: string): string => of(zone, 'full').format(at * 1000)
/** The clock for the last 16 hours, with its day before. */
export const when = (at: number, zone: string, now: number): string =>
  at <= now && now - at < 16 * 3600 ? clockTime(at, zone) : of(zone, 'date').format(at * 1000)
/** From one time to another, by steps: `Wed, 25 Nov, 17:00–18:00`; with the day of its end where that is another day's time. */
export function timeSpan(from: number, seconds: number, zone: string): string {
  if (seconds < 3600) return fullTime(from, zone)
  const to = from + seconds
  return seconds < 86_400
    ? `${fullTime(from, zone)}–${clockTime(to, zone)}`
    : `${fullTime(from, zone)} – ${fullTime(to, zone)}`
}

/** Day of the month, hour and minute there. */
export function zoned(at: number, zone: string): { day: number; hour: number; minute: number } {
  const found = { day: 0, hour: 0, minute: 0 }
  for (const { type, value } of of(zone, 'parts').formatToParts(at * 1000)) {
    if (type === 'day' || type === 'hour' || type === 'minute') found[type] = Number(value)
  }
  return found
}

/** `45 s`, `12 min`, `3.2 h`, `4 days` */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`
  if (seconds < 36 * 3600) return `${number(Math.round(seconds / 360) / 10)} h`
  return `${Math.round(seconds / 86_400)} days`
}
