const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const
const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })
const DIGITS = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })
const DOLLARS = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' })
const WHOLE_DOLLARS = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 })

export const count = (value: number): string => (value < 100_000 ? WHOLE.format(value) : COMPACT.format(value))

/** Returns a count and what is counted. @param many its plural, where that is not by an s alone */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`

/** 10⁹ bytes are a GB. */
export function bytes(value: number): string {
  const power = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3))
  return `${DIGITS.format(value / 1000 ** power)} ${UNITS[power]}`
}

export function usd(value: number): string {
  if (value >= 1_000) return WHOLE_DOLLARS.format(value)
  return value > 0 && value < 0.005 ? '<$0.01' : DOLLARS.format(value)
}

export function percent(share: number): string {
  const value = share * 100
  if (value > 0 && value < 0.1) return '<0.1 %'
  if (value > 99.9 && value < 100) return '>99.9 %'
  return `${value >= 10 ? WHOLE.format(value) : DIGITS.format(Number(value.toPrecision(2)))} %`
}

/** `under 1 s`, `45 s`, `12 min`, `3.2 h`, `4 days` */
export function duration(millis: number): string {
  const seconds = millis / 1_000
  if (seconds > 0 && seconds < 1) return 'under 1 s'
  if (seconds < 90) return `${Math.round(seconds)} s`
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`
  return seconds < 36 * 3_600 ? `${DIGITS.format(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`
}
