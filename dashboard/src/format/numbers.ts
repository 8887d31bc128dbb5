/** Numbers as people read them. 10⁹ bytes are a GB. Narrow spaces keep a value and its unit on one line. */
const language = navigator.language || 'en'
const format = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options)

const whole = format({ maximumFractionDigits: 0 })
/** British English writes 466m, which is read as a thousandth. */
const compact = new Intl.NumberFormat(/^en\b/.test(language) ? 'en-US' : language, {
  notation: 'compact',
  maximumSignificantDigits: 3,
})
const three = format({ maximumSignificantDigits: 3 })
const two = format({ maximumSignificantDigits: 2 })
const oneDigit = format({ maximumFractionDigits: 1 })
const dollars = format({ style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' })
const wholeDollars = format({
  style: 'currency',
  currency: 'USD',
  currencyDisplay: 'narrowSymbol',
  maximumFractionDigits: 0,
})

const UNITS: readonly (readonly [number, string])[] = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
]

/** 12,345 as it is; from 10,000 on `12.3K`. */
export const count = (value: number): string => (value < 10_000 ? whole.format(value) : compact.format(value))
export const integer = (value: number): string => whole.format(value)
export const number = (value: number): string => three.format(value)
/** `$4.87`; from $1,000 on without cents; `<$0.01` for less than half a cent. */
export function usd(value: number): string {
  if (Math.abs(value) >= 1_000) return wholeDollars.format(value)
  return value > 0 && value < 0.005 ? '<$0.01' : dollars.format(value)
}
export function bytes(value: number): string {
  const [divisor, unit] = UNITS.find(([least]) => value >= least) ?? [1, 'B']
  return `${three.format(value / divisor)}\u00a0${unit}`
}
/** A share of 1 as per cent. Only what is all of it is 100 %. */
export function percent(share: number): string {
  const value = share * 100
  const text =
    value === 0 || value === 100
      ? whole.format(value)
      : value > 99.9 && value < 100
        ? '>99.9'
        : Math.abs(value) >= 10
          ? oneDigit.format(value)
          : two.format(value)
  return `${text}\u202f%`
}
/** How much more or less than before: `+4 %`; empty where there was nothing. */
export function change(now: number, before: number): string {
  if (!(before > 0)) return ''
  const share = now / before - 1
  if (Math.abs(share) < 0.005) return '±0\u202f%'
  return `${share > 0 ? '+' : '−'}${whole.format(Math.abs(share) * 100)}\u202f%`
}
export const plural = (value: number, noun: string, many = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : many}`
