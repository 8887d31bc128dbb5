import { UsageError } from '../command/usage-error.js'

/** Arguments that several commands have. */
export const FILES = {
  files: {
    type: 'positional',
    description: 'Log files, gzip and zstd too; - for what comes in by a pipe',
    valueHint: 'FILE…',
    required: false,
  },
} as const

export const PRICE = {
  price: {
    type: 'string',
    description: 'Dollars for a GB of logs',
    default: '0.25',
    valueHint: 'USD',
  },
} as const

export const JSON_OUTPUT = {
  json: { type: 'boolean', description: 'Print JSON for machines', default: false },
} as const

/** As {@link numberOf}, without a fraction. @throws UsageError */
export function wholeNumberOf(name: string, text: string, min: number, max: number): number {
  const value = numberOf(name, text, min, max)
  if (!Number.isInteger(value)) throw new UsageError(`--${name} must be a whole number; got '${text}'`)
  return value
}

/** Returns a number of the command line. @throws UsageError naming argument, value and range */
export function numberOf(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < min || value > max)
    throw new UsageError(`--${name} must be a number ${min}–${max}; got '${text}'`)
  return value
}
