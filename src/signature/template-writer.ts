import { CLASS_OF, LETTER } from './character-class.js'
import { ARROW_FIRST, ARROW_SECOND, UPPER_Z } from './character-code.js'
import { createKindOfWord } from './known-words.js'
import type { Message } from './message.js'
import { GAP_BYTES, MAX_TEMPLATE_BYTES } from './template-size.js'
import { endOf, GAP_FINGERPRINT, GAP_HASH, spanOf, startOf, type TokenBuffer } from './token-buffer.js'
import { AFTER_COLON, GAP, IN_PARENTHESES, NUMERIC, WORDY } from './token-trait.js'
import {
  BEFORE_HOLDER,
  BEFORE_NAME,
  FOR,
  FROM,
  HOLDER,
  MAX_KNOWN_LENGTH,
  MAX_MONTH_LENGTH,
  MAX_TERM_LENGTH,
  METHOD,
  MONTH,
  NOT_KNOWN,
  OF,
  TERM,
  UNIT,
  VALUE,
  VALUE_AFTER_COLON,
  VALUE_IN_PARENTHESES,
  WEEKDAY,
  ZONE,
} from './word-kind.js'

/** Writes a template, token by token. What a token's neighbours say about it, and it about them, is settled here. */
export interface TemplateWriter {
  clear(): void
  isFull(): boolean
  /** Takes back what goes over the length of a template; a first token stays, however long. */
  trim(): void
  /** Nothing has been appended yet. */
  isFirst(): boolean
  /** No word has been appended yet. */
  saysNothing(): boolean
  /** Two words, as a merge rule needs. One may be a heading: `Error:`. */
  saysSomething(): boolean
  /** What the last token is as a known word. */
  lastWord(): number
  /** What was appended last varies after all. */
  lastBecomesGap(): void
  /** Appends something that varies and answers its end. Gaps side by side are one. */
  pushGap(start: number, end: number, traits: number): number
  /** Appends a word and answers its end. `hash` and `fingerprint` are keyed, by `low` known words are found. */
  pushWord(start: number, end: number, traits: number, hash: number, fingerprint: number, low: number): number
  /** Has a digit in it, yet is no value: `ipv6`, whose hash is `low`. */
  isTerm(start: number, end: number, low: number): boolean
  /** What a word is to the rules, by its `low` hash. */
  kindOfWord(low: number): number
}

export function createTemplateWriter({ bytes }: Message, tokens: TokenBuffer): TemplateWriter {
  const { traits, word: words, span: spans, hash: hashes, fingerprint: fingerprints } = tokens
  const kindOfWord = createKindOfWord()

  function pushGap(start: number, end: number, its: number): number {
    if (tokens.count > 0 && words[tokens.count - 1]! >= FROM) readBefore(its)
    const last = tokens.count - 1
    if (last >= 0 && (traits[last]! & GAP) !== 0) {
      joinGap(last, start, end, its)
      return end
    }
    const n = tokens.count++
    tokens.templateBytes += GAP_BYTES + 1
    traits[n] = its | GAP
    words[n] = NOT_KNOWN
    spans[n] = spanOf(start, end)
    hashes[n] = GAP_HASH
    fingerprints[n] = GAP_FINGERPRINT
    return end
  }

  function pushWord(start: number, end: number, its: number, hash: number, fingerprint: number, low: number): number {
    const count = tokens.count
    const length = end - start
    const before = count > 0 ? traits[count - 1]! : 0
    const afterGap = (before & GAP) !== 0
    let word = NOT_KNOWN
    if (length <= MAX_KNOWN_LENGTH || (length <= MAX_MONTH_LENGTH && (before & NUMERIC) !== 0)) word = kindOfWord(low)
    if (word !== NOT_KNOWN) {
      if (afterGap && (word === UNIT || (word === ZONE && isUpperCase(start)))) return end
      if (standsForValue(word, its)) return pushGap(start, end, word === MONTH ? NUMERIC : 0)
    }
    if (afterGap) {
      if ((its & IN_PARENTHESES) !== 0 && (word === NOT_KNOWN || word === METHOD)) return end
      if (count >= 3 && hashes[count - 2] === hash && fingerprints[count - 2] === fingerprint && repeatsGap())
        return end
    } else if (count > 0 && words[count - 1]! >= HOLDER && isName(count)) return pushGap(start, end, 0)
    tokens.count = count + 1
    tokens.templateBytes += length + 1
    traits[count] = its
    words[count] = word
    spans[count] = spanOf(start, end)
    hashes[count] = hash
    fingerprints[count] = fingerprint
    return end
  }

  /** Its numbers count for what follows; the words of both count if nothing else is left. */
  function joinGap(gap: number, start: number, end: number, its: number): void {
    const wordyBefore = traits[gap]! & WORDY
    if ((its & WORDY) !== 0) spans[gap] = spanOf(wordyBefore === 0 ? start : startOf(spans[gap]!), end)
    traits[gap] = its | GAP | wordyBefore
  }

  /** `<*> ok <*>` before another `ok`: a repeated gap says no more than one. */
  function repeatsGap(): boolean {
    const { count } = tokens
    if ((traits[count - 2]! & GAP) !== 0 || (traits[count - 3]! & GAP) === 0) return false
    pop()
    return true
  }

  function standsForValue(word: number, its: number): boolean {
    if (word === VALUE) return true
    if (word === VALUE_AFTER_COLON) return (its & AFTER_COLON) !== 0
    if (word === VALUE_IN_PARENTHESES) return (its & IN_PARENTHESES) !== 0
    return word === MONTH && isDay(words[tokens.count - 1] === OF ? tokens.count - 2 : tokens.count - 1)
  }

  /** A number, as far as a month behind it is concerned. */
  function isDay(n: number): boolean {
    return n >= 0 && (traits[n]! & (GAP | NUMERIC)) === (GAP | NUMERIC)
  }

  /** `for user NAME`, `invalid user NAME`, `ENOTFOUND NAME`. */
  function isName(n: number): boolean {
    if (words[n - 1] === BEFORE_NAME) return true
    if (n < 2 || words[n - 1] !== HOLDER) return false
    const word = words[n - 2]
    return word === BEFORE_HOLDER || word === FOR || word === FROM
  }

  /** A gap is about to follow a known word: `Mon Nov 23`, `for NAME from 10.0.0.1`, `dispatching GET /users`. */
  function readBefore(its: number): void {
    const { count } = tokens
    const word = words[count - 1]
    if (word === METHOD) {
      if (isBehindWord(count - 1) && isUpperCase(startOf(spans[count - 1]!))) lastBecomesGap()
    } else if ((its & NUMERIC) === 0) return
    else if (word === WEEKDAY) lastBecomesGap()
    else if (word === MONTH) {
      if (count >= 2 && words[count - 2] === WEEKDAY) pop()
      lastBecomesGap()
    } else if (word === FROM && count >= 3 && words[count - 3] === FOR && (traits[count - 2]! & GAP) === 0) {
      tokens.templateBytes += GAP_BYTES - lengthOf(count - 2)
      traits[count - 2] = GAP
      words[count - 2] = NOT_KNOWN
      hashes[count - 2] = GAP_HASH
      fingerprints[count - 2] = GAP_FINGERPRINT
    }
  }

  /** Behind an arrow it is where it would be without one. */
  function isBehindWord(n: number): boolean {
    if (n === 0 || (traits[n - 1]! & GAP) !== 0) return false
    const start = startOf(spans[n - 1]!)
    return bytes[start] !== ARROW_FIRST || bytes[start + 1] !== ARROW_SECOND
  }

  function says(words: number): boolean {
    let left = words
    for (let i = 0; i < tokens.count && left > 0; i++) if ((traits[i]! & GAP) === 0) left--
    return left === 0
  }

  function lengthOf(n: number): number {
    return endOf(spans[n]!) - startOf(spans[n]!)
  }

  function lastBecomesGap(): void {
    pop()
    pushGap(0, 0, 0)
  }

  function isUpperCase(at: number): boolean {
    return bytes[at]! <= UPPER_Z && bytes[at + 1]! <= UPPER_Z
  }

  function pop(): void {
    const n = --tokens.count
    tokens.templateBytes -= 1 + ((traits[n]! & GAP) !== 0 ? GAP_BYTES : lengthOf(n))
  }

  return {
    clear() {
      tokens.count = 0
      tokens.templateBytes = 0
    },
    isFull: () => tokens.templateBytes > MAX_TEMPLATE_BYTES + 1,
    trim() {
      while (tokens.templateBytes > MAX_TEMPLATE_BYTES + 1 && tokens.count > 1) pop()
    },
    isFirst: () => tokens.count === 0,
    saysNothing: () => !says(1),
    saysSomething: () => says(2),
    lastWord: () => (tokens.count === 0 ? NOT_KNOWN : words[tokens.count - 1]!),
    lastBecomesGap,
    pushGap,
    pushWord,
    isTerm(start, end, low) {
      if (end - start > MAX_TERM_LENGTH || (CLASS_OF[bytes[start]!]! & LETTER) === 0) return false
      return kindOfWord(low) === TERM
    },
    kindOfWord,
  }
}
