import { parsePath } from '../redaction/paths.js'
import type { RedactableRecord, RedactionRules } from '../redaction/redactor.js'
import type { Check } from './check.js'

/** Paths, a function, or `false` for nothing at all. */
export type RedactOption = readonly string[] | ((record: RedactableRecord) => void) | false

const ALLOWED =
  "a list of paths such as 'user.email', '*.ssn' or 'body.card.number', a function (record) => void, or false"

export const isRedact: Check = (value) => {
  if (value === false || typeof value === 'function') return undefined
  if (!Array.isArray(value) || value.some((path) => typeof path !== 'string')) return { allowed: ALLOWED }
  return value.every((path) => parsePath(path) !== undefined) ? undefined : { allowed: ALLOWED, range: true }
}

/** What `parseRedact` reads. */
export const REDACT_SYNTAX = "'off', or paths with commas between, such as user.email,*.ssn"
/** As a path each of them would redact nothing, where something else was meant. */
const NO_PATHS = new Set(['none', 'no', 'false', 'true', 'yes', 'on', 'all', 'default', 'null', 'undefined', '0', '1'])

/** `off`, or paths with commas between. */
export function parseRedact(text: string): unknown {
  if (NO_PATHS.has(text.trim().toLowerCase())) return text
  return text.trim() === 'off' ? false : text.split(',').map((path) => path.trim())
}

export function resolveRedact(option: RedactOption | undefined): RedactionRules {
  if (option === undefined) return { detect: true, paths: [], transform: undefined }
  if (option === false) return { detect: false, paths: [], transform: undefined }
  if (typeof option === 'function') return { detect: true, paths: [], transform: option }
  return { detect: true, paths: option.map((path) => parsePath(path)!), transform: undefined }
}
