import type { Outcome } from './outcome.js'

const MAX_LENGTH = 512
/** Slashes of a line that are looked at: the path of an access line is among its first. */
const MAX_SLASHES = 8
const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'QUERY', 'CONNECT', 'TRACE'])
const MIN_METHOD = 3
const MAX_METHOD = 7

/** Characters of the escape sequence of a colour. */
const MAX_COLOUR = 12
const MAX_GAPS = 12

const SPACE = 32
const QUOTE = 34
const ESCAPE = 27
const LETTER_M = 109
const ZERO = 48
const NINE = 57

/**
 * The outcome that an access line tells: an HTTP method, a path or URL, and a status 400–599, in this order and next to each
 * other but for the protocol, quotes and terminal colours: the lines of morgan, Hono, Koa, Next, nginx and Apache. Any other
 * number is none: most are no status. Work is bounded whatever the text.
 *
 * @example
 * outcomeOfAccessLine('GET /orders/42 500 12 ms') // → '<5xx>'
 */
export function outcomeOfAccessLine(text: string): Outcome | undefined {
  const line = text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text
  let slash = line.indexOf('/')
  for (let i = 0; i < MAX_SLASHES && slash >= 0; i++) {
    const start = startOfTarget(line, slash)
    if (start > 0 && isMethodBefore(line, start)) return outcomeBehind(line, slash)
    slash = line.indexOf('/', slash + 1)
  }
  return undefined
}

/** Where a path or URL begins whose first slash this is; 0: it is none. */
function startOfTarget(text: string, slash: number): number {
  const before = text.charCodeAt(slash - 1)
  if (isGap(before)) return slash
  if (text.startsWith('http:/', slash - 5)) return isGap(text.charCodeAt(slash - 6)) ? slash - 5 : 0
  if (text.startsWith('https:/', slash - 6)) return isGap(text.charCodeAt(slash - 7)) ? slash - 6 : 0
  return 0
}

/** A space, a quote, or the end of a terminal colour. */
function isGap(code: number): boolean {
  return code === SPACE || code === QUOTE || code === LETTER_M
}

function isMethodBefore(text: string, start: number): boolean {
  let end = start
  while (end > 0 && isGap(text.charCodeAt(end - 1))) {
    if (text.charCodeAt(end - 1) === LETTER_M) {
      const colour = text.lastIndexOf('\u001b[', end)
      if (colour < 0 || end - colour > MAX_COLOUR) return false
      end = colour
    } else end--
  }
  let begin = end
  while (begin > 0 && end - begin <= MAX_METHOD && isUpper(text.charCodeAt(begin - 1))) begin--
  if (end - begin < MIN_METHOD || end - begin > MAX_METHOD) return false
  return METHODS.has(text.slice(begin, end))
}

const isUpper = (code: number) => code >= 65 && code <= 90

/** The outcome of the status behind the target that `at` lies in. */
function outcomeBehind(text: string, at: number): Outcome | undefined {
  let next = endOfToken(text, at)
  next = skipGaps(text, next)
  if (text.startsWith('HTTP/', next)) next = skipGaps(text, endOfToken(text, next))
  const hundreds = text.charCodeAt(next)
  const isStatus =
    (hundreds === ZERO + 4 || hundreds === ZERO + 5) &&
    isDigit(text.charCodeAt(next + 1)) &&
    isDigit(text.charCodeAt(next + 2)) &&
    isEnd(text.charCodeAt(next + 3))
  if (!isStatus) return undefined
  return hundreds === ZERO + 4 ? '<4xx>' : '<5xx>'
}

function endOfToken(text: string, from: number): number {
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code <= SPACE || code === QUOTE) break
  }
  return at
}

/** Skips spaces, quotes and terminal colours; a few of each. */
function skipGaps(text: string, from: number): number {
  let at = from
  for (let i = 0; i < MAX_GAPS; i++) {
    const code = text.charCodeAt(at)
    if (code === SPACE || code === QUOTE) at++
    else if (code === ESCAPE && text.charCodeAt(at + 1) === 91) {
      const end = text.indexOf('m', at)
      if (end < 0 || end - at > MAX_COLOUR) return at
      at = end + 1
    } else return at
  }
  return at
}

const isDigit = (code: number) => code >= ZERO && code <= NINE
/** The end of the text, or of the token. */
const isEnd = (code: number) => Number.isNaN(code) || code <= SPACE || code === QUOTE || code === ESCAPE || code === 44
