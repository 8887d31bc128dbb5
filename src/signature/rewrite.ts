import {
  BEFORE_HOLDER,
  FOR,
  FROM,
  HOLDER,
  kindOfWord,
  MAX_KNOWN_LENGTH,
  MONTH,
  NOT_KNOWN,
  UNIT,
  VALUE,
  VALUE_AFTER_COLON,
  WEEKDAY,
} from './known-words.js'
import { AFTER_COLON, GAP, IN_PARENTHESES, LITERAL, NUMERIC, type TokenBuffer, WORDY } from './token-buffer.js'

/** Turns tokens into gaps, or lets them join the gap before, by what stands beside them. In place, left to right. */
export function rewrite(tokens: TokenBuffer): void {
  const { kind, flags, count } = tokens
  let out = 0
  for (let i = 0; i < count; i++) {
    if (kind[i] === LITERAL) {
      const afterGap = out > 0 && kind[out - 1] === GAP
      const word = wordAt(tokens, i)
      if (word !== NOT_KNOWN) {
        if (word === UNIT && afterGap) continue
        if (standsForValue(tokens, i, word, afterGap)) {
          kind[i] = GAP
          flags[i] = word === MONTH || word === WEEKDAY ? NUMERIC : 0
        } else maskName(tokens, i, word)
      } else if (afterGap && (flags[i]! & IN_PARENTHESES) !== 0) continue
    }
    if (kind[i] === GAP && out > 0 && kind[out - 1] === GAP) {
      joinGaps(tokens, out - 1, i)
      continue
    }
    move(tokens, i, out)
    // `<*> ok <*> ok`: a repeated gap says no more than one.
    if (
      out >= 3 &&
      kind[out] === LITERAL &&
      kind[out - 1] === GAP &&
      kind[out - 3] === GAP &&
      sameText(tokens, out, out - 2)
    ) {
      out -= 2
    }
    out++
  }
  tokens.count = out
}

/** A gap joins the one before. Its numbers count for what follows; the words of both count if nothing else is left. */
function joinGaps(tokens: TokenBuffer, before: number, i: number): void {
  const { flags, start, end } = tokens
  const wordyBefore = flags[before]! & WORDY
  if ((flags[i]! & WORDY) !== 0) {
    if (wordyBefore === 0) start[before] = start[i]!
    end[before] = end[i]!
  }
  flags[before] = flags[i]! | wordyBefore
}

function standsForValue(tokens: TokenBuffer, i: number, word: number, afterGap: boolean): boolean {
  switch (word) {
    case VALUE:
      return true
    case VALUE_AFTER_COLON:
      return (tokens.flags[i]! & AFTER_COLON) !== 0
    case MONTH:
      return afterGap || isNumeric(tokens, i + 1)
    case WEEKDAY:
      return isNumeric(tokens, i + 1) || (wordAt(tokens, i + 1) === MONTH && isNumeric(tokens, i + 2))
    default:
      return false
  }
}

/** `for user NAME`, `invalid user NAME`, `for NAME from 10.0.0.1`. */
function maskName(tokens: TokenBuffer, i: number, word: number): void {
  if (word !== BEFORE_HOLDER && word !== FOR && word !== FROM) return
  if (wordAt(tokens, i + 1) === HOLDER) {
    if (i + 2 < tokens.count) tokens.kind[i + 2] = GAP
  } else if (word === FOR && wordAt(tokens, i + 2) === FROM && isNumeric(tokens, i + 3)) {
    tokens.kind[i + 1] = GAP
  }
}

function wordAt(tokens: TokenBuffer, i: number): number {
  if (i >= tokens.count || tokens.kind[i] !== LITERAL) return NOT_KNOWN
  if (tokens.end[i]! - tokens.start[i]! > MAX_KNOWN_LENGTH) return NOT_KNOWN
  return kindOfWord(tokens.lowerHash[i]!)
}

function isNumeric(tokens: TokenBuffer, i: number): boolean {
  return i < tokens.count && tokens.kind[i] === GAP && (tokens.flags[i]! & NUMERIC) !== 0
}

function sameText(tokens: TokenBuffer, a: number, b: number): boolean {
  return tokens.exactHash[a] === tokens.exactHash[b] && tokens.lowerHash[a] === tokens.lowerHash[b]
}

function move(tokens: TokenBuffer, from: number, to: number): void {
  if (from === to) return
  tokens.kind[to] = tokens.kind[from]!
  tokens.flags[to] = tokens.flags[from]!
  tokens.start[to] = tokens.start[from]!
  tokens.end[to] = tokens.end[from]!
  tokens.exactHash[to] = tokens.exactHash[from]!
  tokens.lowerHash[to] = tokens.lowerHash[from]!
}
