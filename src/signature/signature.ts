import type { LogRecord } from '../log-record.js'
import { createHash, type HashText } from './hash.js'
import { createSignatureMemo } from './signature-memo.js'
import { signedTextOf } from './signed-text.js'
import { renderTemplate, tokenize } from './template.js'

/** Changes whenever any message could get another id. Also the seed of the hash. */
export const SIGNATURE_VERSION = 1

/** Which template a message comes from. The same message has the same signature in every process of a fleet. */
export interface Signature {
  /** XXH64 of the UTF-8 template with seed {@link SIGNATURE_VERSION}: 16 lower-case hex digits. */
  readonly id: string
  /** The message's literal words and `<*>` for what varies, joined by single spaces. */
  readonly template: string
}

/** Signs records. Memoises: a template that was seen lately costs a scan, a constant text a look-up. */
export interface Signer {
  /** Never throws, whatever the body is. */
  sign(record: LogRecord): Signature
}

let hashTemplate: HashText | undefined

/**
 * The signature of a message: what varies in it is masked by generic rules, and what is left is hashed. Only the first 256
 * characters count.
 *
 * @example
 * signatureOf('user 42 logged in from 10.0.0.1')
 * // → { id: '…', template: 'user <*> logged in from <*>' }
 */
export function signatureOf(message: string): Signature {
  tokenize(message)
  return signatureOfTemplate(renderTemplate(message))
}

function signatureOfTemplate(rendered: string): Signature {
  hashTemplate ??= createHash(BigInt(SIGNATURE_VERSION))
  // A slice would keep the whole message alive for as long as its pattern is remembered.
  const template = Buffer.from(rendered, 'utf16le').toString('utf16le')
  return { id: hashTemplate(template), template }
}

const MAX_CONSTANTS = 2_000
/** Longer texts are no constants; looking them up would cost more than scanning them. */
const MAX_CONSTANT_LENGTH = 128

export function createSigner(): Signer {
  hashTemplate ??= createHash(BigInt(SIGNATURE_VERSION))
  const memo = createSignatureMemo<Signature>()
  // Written in the code, so few.
  const eventNames = new Map<string, Signature>()
  const formatStrings = new Map<string, Signature>()

  function signText(text: string): Signature {
    const { high, low, wordless } = tokenize(text)
    if (wordless) return signatureOfTemplate(renderTemplate(text))
    const known = memo.get(high, low)
    if (known !== undefined) return known
    const signature = signatureOfTemplate(renderTemplate(text))
    memo.set(high, low, signature)
    return signature
  }

  function signConstant(constants: Map<string, Signature>, constant: string, record: LogRecord): Signature {
    const known = constants.get(constant)
    if (known !== undefined) return known
    const signature = signText(signedTextOf(record))
    if (constants.size < MAX_CONSTANTS && constant.length <= MAX_CONSTANT_LENGTH) constants.set(constant, signature)
    return signature
  }

  return {
    sign(record) {
      const { eventName, formatString, body } = record
      if (typeof eventName === 'string' && eventName !== '') return signConstant(eventNames, eventName, record)
      if (typeof formatString === 'string') return signConstant(formatStrings, formatString, record)
      return signText(typeof body === 'string' ? body : signedTextOf(record))
    },
  }
}
