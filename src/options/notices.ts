import type { Diag } from '../internal/diag.js'
import type { AdaptiveLoggingOptions } from './adaptive-logging-options.js'
import type { Environment } from './destination.js'
import { unknownVariables } from './known-variables.js'
import { OPTION_TABLE, type OptionRow } from './option-table.js'

/** Something about options that does not stop a start, and is said by who starts. */
export type Notice = (diag: Diag) => void

const MAX_NAMES = 8

/** Returns what is set and comes to nothing: variables that nobody reads, and options that want another one. */
export function noticesOf(options: AdaptiveLoggingOptions, env: Environment): Notice[] {
  const notices: Notice[] = []
  const unknown = unknownVariables(env)
  if (unknown.length > 0) notices.push((diag) => diag.once('unknown_variable', { names: listOf(unknown) }))
  const idle = idleOptions(options, env)
  if (idle.length > 0) notices.push((diag) => diag.once('no_effect', { names: listOf(idle) }))
  return notices
}

function idleOptions(options: AdaptiveLoggingOptions, env: Environment): string[] {
  const rows: Readonly<Record<string, OptionRow>> = OPTION_TABLE
  const isSet = (name: string) => {
    const { env: variable } = rows[name]!
    const isGiven = Object.hasOwn(options, name) && options[name as keyof AdaptiveLoggingOptions] !== undefined
    return isGiven || Boolean(variable && env[variable])
  }
  return Object.entries(rows).flatMap(([name, { needs }]) => {
    if (needs === undefined || !isSet(name) || isSet(needs)) return []
    return [`${settingOf(name)} (it needs ${settingOf(needs)})`]
  })
}

/** Returns how messages name an option: with its variable. */
export function settingOf(name: string): string {
  const { env }: OptionRow = (OPTION_TABLE as Readonly<Record<string, OptionRow>>)[name]!
  return env === undefined ? name : `${name} / ${env}`
}

function listOf(names: readonly string[]): string {
  const more = names.length > MAX_NAMES ? `, and ${names.length - MAX_NAMES} more` : ''
  return names.slice(0, MAX_NAMES).join(', ') + more
}
