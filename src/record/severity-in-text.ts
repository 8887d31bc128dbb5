import { severityOfWord } from './severity-words.js'

/** Keys under which loggers print the level of a line. */
const LEVEL_KEYS = new Set([
  'level',
  'severity',
  'lvl',
  'log.level',
  'loglevel',
  'log_level',
  'levelname',
  'severity_text',
  'severityText',
])
/** How much of a line is read: loggers print the level early. */
const MAX_READ = 1_024
const MAX_KEY = 32
const MAX_TRAILING = 16

const TAB = 9
const NEWLINE = 10
const CARRIAGE_RETURN = 13
const SPACE = 32
const QUOTE = 34
const COMMA = 44
const COLON = 58
const EQUALS = 61
const BACKSLASH = 92
const OPENING_BRACKET = 91
const CLOSING_BRACKET = 93
const OPENING_BRACE = 123
const CLOSING_BRACE = 125

/**
 * Returns the severity number that a line of JSON (`{"level":"error"…}`, `{"level":50…}`) or of logfmt (`ts=… level=error …`) says of
 * itself; 0 if it says none, or is no such line. Only a text that is such a line from its first character on counts, and only its own
 * keys; at most 1,024 characters are read.
 */
export function severityInText(text: string): number {
  const first = text.charCodeAt(0)
  if (first === OPENING_BRACE) return isClosed(text) ? severityInJson(text) : 0
  return isWord(first) ? severityInLogfmt(text) : 0
}

/** Returns the severity number that a structured body says of itself, as {@link severityInText} reads it from its JSON; 0 if none. */
export function severityInFields(fields: Readonly<Record<string, unknown>>): number {
  for (const key of LEVEL_KEYS) {
    const value = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (typeof value === 'string' || typeof value === 'number') return severityOfLevelText(String(value))
  }
  return 0
}

/** Returns the level of a line: a name, or a number as pino and bunyan write it. Syslog's 0–7 are not told from others. */
function severityOfLevelText(text: string): number {
  if (text.charCodeAt(0) >= 48 && text.charCodeAt(0) <= 57) {
    const level = Number(text)
    return Number.isInteger(level) && level >= 10 && level < 70 && level % 10 === 0 ? (level / 10 - 1) * 4 + 1 : 0
  }
  return severityOfWord(text)
}

function isClosed(text: string): boolean {
  let last = text.length - 1
  for (let i = 0; i < MAX_TRAILING && isSpace(text.charCodeAt(last)); i++) last--
  return text.charCodeAt(last) === CLOSING_BRACE
}

/** Walks over the keys of the outermost object without parsing what is under them. */
function severityInJson(text: string): number {
  const end = Math.min(text.length, MAX_READ)
  let depth = 0
  let at = 0
  while (at < end) {
    const code = text.charCodeAt(at)
    if (code === OPENING_BRACE || code === OPENING_BRACKET) depth++
    else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) depth--
    else if (code === QUOTE) {
      const close = stringEnd(text, at + 1, end)
      if (close < 0) return 0
      const colon = depth === 1 ? skipSpace(text, close + 1, end) : -1
      if (colon >= 0 && text.charCodeAt(colon) === COLON && LEVEL_KEYS.has(text.slice(at + 1, close)))
        return severityOfLevelText(jsonValue(text, skipSpace(text, colon + 1, end), end))
      at = close
    }
    at++
  }
  return 0
}

/** Returns a string without its quotes, or a number; of what is neither, something that is no level. */
function jsonValue(text: string, from: number, end: number): string {
  if (text.charCodeAt(from) === QUOTE) return text.slice(from + 1, Math.max(from + 1, stringEnd(text, from + 1, end)))
  let at = from
  while (
    at < end &&
    !isSpace(text.charCodeAt(at)) &&
    text.charCodeAt(at) !== COMMA &&
    text.charCodeAt(at) !== CLOSING_BRACE
  )
    at++
  return text.slice(from, at)
}

/** Walks over `key=value` pairs, as far as the text consists of them. */
function severityInLogfmt(text: string): number {
  const end = Math.min(text.length, MAX_READ)
  let at = 0
  while (at < end) {
    const start = at
    while (at < end && isWord(text.charCodeAt(at))) at++
    if (at === start || at - start > MAX_KEY || text.charCodeAt(at) !== EQUALS) return 0
    const key = text.slice(start, at)
    at++
    const isQuoted = text.charCodeAt(at) === QUOTE
    const from = isQuoted ? at + 1 : at
    const to = isQuoted ? stringEnd(text, from, end) : valueEnd(text, from, end)
    if (to < 0) return 0
    if (LEVEL_KEYS.has(key)) return severityOfLevelText(text.slice(from, to))
    at = skipSpace(text, isQuoted ? to + 1 : to, end)
  }
  return 0
}

function valueEnd(text: string, from: number, end: number): number {
  let at = from
  while (at < end && !isSpace(text.charCodeAt(at))) at++
  return at
}

/** Where a string ends whose content begins at `from`; -1 beyond `end`. */
function stringEnd(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at
    if (code === BACKSLASH) at++
  }
  return -1
}

function skipSpace(text: string, from: number, end: number): number {
  let at = from
  while (at < end && isSpace(text.charCodeAt(at))) at++
  return at
}

function isSpace(code: number): boolean {
  return code === SPACE || code === NEWLINE || code === CARRIAGE_RETURN || code === TAB
}

/** Of a key of logfmt: letters, digits, `_`, `-`, `.`. */
function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    (code >= 45 && code <= 46) ||
    code === 95
  )
}
