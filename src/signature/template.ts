import type { Random } from '../internal/random.js'
import { belowCode } from './below-code.js'
import { createHashSecret } from './hash-secret.js'
import { createMessage } from './message.js'
import { createScan } from './scan.js'
import { createTokenBuffer, endOf, startOf } from './token-buffer.js'
import { GAP } from './token-trait.js'
import { createKeepWords } from './wordless.js'

/**
 * What the memo knows a template by: its words and gaps decide it. Others have the same by chance alone, whoever chose them, because
 * its hashes are keyed.
 */
export interface TemplateKey {
  /** 32 bits. */
  readonly hash: number
  /** 32 bits, by other keys. */
  readonly fingerprint: number
  /** Tokens and bytes of the template. */
  readonly size: number
  /** Something in the message varies. */
  readonly hasGap: boolean
  /** Nothing but gaps was left: its words are those of values. */
  readonly isOfValues: boolean
}

export interface Tokenizer {
  /** Cuts a message into its template's tokens. The answer is the same object for all calls: use it before the next. */
  tokenize(text: string): TemplateKey
  /** What the last call of `tokenize` answered. */
  readonly key: TemplateKey
  /** The template of the message that was tokenized last: literals and `<*>`, joined by single spaces. */
  render(): string
}

/** @param random makes the keys of the hashes */
export function createTokenizer(random: Random): Tokenizer {
  const secret = createHashSecret(random)
  const { start: hashStart, factor: hashFactor } = secret.hashMix
  const { start: fingerprintStart, factor: fingerprintFactor } = secret.fingerprintMix
  const message = createMessage()
  const tokens = createTokenBuffer()
  const { traits, span, hash: hashOf, fingerprint: fingerprintOf } = tokens
  const { endsInCode, scan } = createScan(message, tokens, secret)
  const keepWords = createKeepWords(message, tokens)
  const key = { hash: 0, fingerprint: 0, size: 0, hasGap: false, isOfValues: false }

  function cut(length: number): void {
    scan(length)
    let hash = hashStart
    let fingerprint = fingerprintStart
    let gaps = 0
    for (let i = 0; i < tokens.count; i++) {
      gaps |= traits[i]!
      hash = mix(hash ^ hashOf[i]!, hashFactor)
      fingerprint = mix(fingerprint ^ fingerprintOf[i]!, fingerprintFactor)
    }
    key.hash = hash
    key.fingerprint = fingerprint
    key.size = (tokens.count << 16) | tokens.templateBytes
    key.hasGap = (gaps & GAP) !== 0
  }

  return {
    key,
    tokenize(text) {
      cut(message.load(text))
      if (endsInCode()) cut(message.load(belowCode(text)))
      // Gaps do not follow gaps: one alone means that no literal is left.
      key.isOfValues = tokens.count === 1 && (traits[0]! & GAP) !== 0
      if (key.isOfValues) {
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

function mix(hash: number, factor: number): number {
  const mixed = Math.imul(hash, factor)
  return mixed ^ (mixed >>> 15)
}
