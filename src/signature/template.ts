import { belowCode } from './below-code.js'
import { createMessage } from './message.js'
import { createScan } from './scan.js'
import { createTokenBuffer, endOf, startOf } from './token-buffer.js'
import { GAP } from './token-trait.js'
import { createKeepWords } from './wordless.js'

/** 64-bit key of a template: two messages have the same key if they have the same template. */
export interface TemplateKey {
  readonly high: number
  readonly low: number
  /** Something in the message varies. */
  readonly hasGap: boolean
}

export interface Tokenizer {
  /** Cuts a message into its template's tokens. The answer is the same object for all calls: use it before the next. */
  tokenize(text: string): TemplateKey
  /** What the last call of `tokenize` answered. */
  readonly key: TemplateKey
  /** The template of the message that was tokenized last: literals and `<*>`, joined by single spaces. */
  render(): string
}

export function createTokenizer(): Tokenizer {
  const message = createMessage()
  const tokens = createTokenBuffer()
  const { traits, span, high: highOf, low: lowOf } = tokens
  const { endsInCode, scan } = createScan(message, tokens)
  const keepWords = createKeepWords(message, tokens)
  const key = { high: 0, low: 0, hasGap: false }

  function cut(length: number): void {
    scan(length)
    let high = 0x2545f491
    let low = 0x1e3779b9
    let gaps = 0
    for (let i = 0; i < tokens.count; i++) {
      gaps |= traits[i]!
      high = mix(high ^ highOf[i]!, 0x85ebca6b)
      low = mix(low ^ lowOf[i]!, 0xc2b2ae35)
    }
    key.high = high
    key.low = low
    key.hasGap = (gaps & GAP) !== 0
  }

  return {
    key,
    tokenize(text) {
      cut(message.load(text))
      if (endsInCode()) cut(message.load(belowCode(text)))
      // Gaps do not follow gaps: one alone means that no literal is left.
      if (tokens.count === 1 && (traits[0]! & GAP) !== 0) {
        const length = keepWords()
        if (length > 0) cut(length)
      }
      return key
    },
    render() {
      let template = ''
      for (let i = 0; i < tokens.count; i++) {
        const part = (traits[i]! & GAP) !== 0 ? '<*>' : message.textBetween(startOf(span[i]!), endOf(span[i]!))
        template += i === 0 ? part : ` ${part}`
      }
      return template
    },
  }
}

function mix(hash: number, prime: number): number {
  const mixed = Math.imul(hash, prime)
  return mixed ^ (mixed >>> 15)
}
