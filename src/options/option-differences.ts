import type { AdaptiveLoggingOptions } from './adaptive-logging-options.js'
import type { Environment } from './destination.js'
import { OPTION_TABLE, type OptionRow } from './option-table.js'

/** Names of options that have another value with `other` than with `options`, the environment counted in. Nothing is checked. */
export function optionDifferences(options: AdaptiveLoggingOptions, other: object, env: Environment): string[] {
  const rows: Readonly<Record<string, OptionRow>> = OPTION_TABLE
  const names = new Set([...Object.keys(rows), ...Object.keys(other)])
  return [...names].filter(
    (name) => !isSame(effective(options, name, rows[name], env), effective(other, name, rows[name], env)),
  )
}

function effective(options: object, name: string, row: OptionRow | undefined, env: Environment): unknown {
  const given = (options as Readonly<Record<string, unknown>>)[name]
  if (given !== undefined || row === undefined) return given
  const text = [row.logsEnv, row.env].map((variable) => variable && env[variable]).find(Boolean)
  if (!text) return row.fallback
  return row.parse ? row.parse(text) : text
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (!isData(a) || !isData(b)) return false
  try {
    return JSON.stringify(a) === JSON.stringify(b)
  } catch {
    return false
  }
}

/** Arrays and plain objects; what has a class is only the same as itself. */
function isData(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null
}
