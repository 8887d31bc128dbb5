import { classOf, DIGIT, WORD } from './character-class.js'
import { rewrite } from './rewrite.js'
import { scan } from './scan.js'
import { createTokenBuffer, GAP, MAX_LENGTH, WORDY } from './token-buffer.js'

const GAP_TEXT = '<*>'

/** A message cut into its template's tokens. One object is shared by all calls: use it before the next. */
export interface TokenizedMessage {
  /** 64-bit key of the template: two messages with the same template have the same key. */
  high: number
  low: number
  /** No literal is left: the key says nothing, and the template has to be asked. */
  wordless: boolean
}

const tokens = createTokenBuffer()
const shared: TokenizedMessage = { high: 0, low: 0, wordless: false }
let count = 0

const HIGH_PRIME = 0x85ebca6b
const LOW_PRIME = 0xc2b2ae35

export function tokenize(text: string): TokenizedMessage {
  scan(text, tokens)
  rewrite(tokens)
  let high = 0x2545f491
  let low = 0x9e3779b9
  let length = -1
  let literals = 0
  let i = 0
  for (; i < tokens.count; i++) {
    const isGap = tokens.kind[i] === GAP
    length += 1 + (isGap ? GAP_TEXT.length : tokens.end[i]! - tokens.start[i]!)
    // The template is cut like the message, so that signing a template gives its own id.
    if (length > MAX_LENGTH && i > 0) break
    if (isGap) {
      high = Math.imul(high ^ 0x1b873593, HIGH_PRIME)
      low = Math.imul(low ^ 0x38b34ae5, LOW_PRIME)
    } else {
      literals++
      high = Math.imul(high ^ tokens.exactHash[i]!, HIGH_PRIME)
      low = Math.imul(low ^ tokens.lowerHash[i]!, LOW_PRIME)
    }
    high ^= high >>> 15
    low ^= low >>> 13
  }
  count = i
  shared.high = high
  shared.low = low
  shared.wordless = literals === 0
  return shared
}

/** The template of the message that was tokenized last: literals and `<*>`, joined by single spaces. */
export function renderTemplate(text: string): string {
  if (!shared.wordless) return render(text)
  // Without any literal, dotted names and quoted words speak by their words: `order.payment.completed`.
  const words = wordsOf(text)
  if (words === '') return render(text)
  tokenize(words)
  return render(words)
}

function render(text: string): string {
  let template = ''
  for (let i = 0; i < count; i++) {
    const part = tokens.kind[i] === GAP ? GAP_TEXT : text.slice(tokens.start[i], tokens.end[i])
    template += i === 0 ? part : ` ${part}`
  }
  return template
}

function wordsOf(text: string): string {
  const words: string[] = []
  for (let i = 0; i < count; i++) {
    if ((tokens.flags[i]! & WORDY) !== 0) addWords(text, tokens.start[i]!, tokens.end[i]!, words)
  }
  return words.join(' ')
}

function addWords(text: string, from: number, to: number, words: string[]): void {
  let start = -1
  let hasDigit = false
  for (let i = from; i <= to; i++) {
    const kind = i < to ? classOf(text.charCodeAt(i)) : 0
    if ((kind & WORD) !== 0) {
      if (start < 0) start = i
      hasDigit ||= (kind & DIGIT) !== 0
    } else if (start >= 0) {
      if (!hasDigit) words.push(text.slice(start, i))
      start = -1
      hasDigit = false
    }
  }
}
