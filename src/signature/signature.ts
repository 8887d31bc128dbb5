import type { LogRecord } from '../record/log-record.js'
import { createConstantTexts } from './constant-texts.js'
import { createHash, type HashText } from './hash.js'
import { appendOutcome, type Outcome, splitOutcome } from './outcome.js'
import { createSignatureMemo } from './signature-memo.js'
import { signedTextOf } from './signed-text.js'
import { createTokenizer } from './template.js'

/** Changes whenever any message could get another id. Also the seed of the hash. */
export const SIGNATURE_VERSION = 1

/** Which template a message comes from. The same message has the same signature in every process of a fleet. */
export interface Signature {
  /** XXH64 of the UTF-8 template with seed {@link SIGNATURE_VERSION}: 16 lower-case hex digits. */
  readonly id: string
  /** The message's literal words and `<*>` for what varies, joined by single spaces. */
  readonly template: string
}

/** Signs records: a constant text (event name, format string) costs a look-up, any other what {@link signatureOf} costs. */
export interface Signer {
  /** Never throws, whatever the body is. `outcome` is appended to the template. */
  sign(record: LogRecord, outcome?: Outcome): Signature
  /** From now on signatures are merged like this; `undefined`: not at all. */
  useMerge(merge: Merge | undefined): void
}

const { tokenize, render, key } = createTokenizer()
const memo = createSignatureMemo<Signature>()
let hashTemplate: HashText | undefined

/**
 * The signature of a message: what varies in it is masked by generic rules, and what is left is hashed. Only the first 256
 * bytes count. Memoised: a template that was seen lately costs a scan of its message.
 *
 * @example
 * signatureOf('user 42 logged in from 10.0.0.1')
 * // → { id: '…', template: 'user <*> logged in from <*>' }
 */
export function signatureOf(message: string): Signature {
  const { high, low } = tokenize(message)
  const known = memo.get(high, low)
  if (known !== undefined) return known
  const signature = signatureOfTemplate(render())
  memo.set(high, low, signature)
  return signature
}

/** The signature by its definition: the hash of the template. */
export function signatureOfTemplate(template: string): Signature {
  hashTemplate ??= createHash(BigInt(SIGNATURE_VERSION))
  return Object.freeze({ id: hashTemplate(template), template })
}

const MAX_CONSTANTS = 2_000
/** Longer texts are no constants; looking them up would cost more than scanning them. */
const MAX_CONSTANT_LENGTH = 128

/** A signature's place in a coarser grouping, or itself. */
export type Merge = (signature: Signature) => Signature

const withOutcomes = new WeakMap<Signature, Map<Outcome, Signature>>()

/** The signature of what ended in `outcome`: hashed once for each signature and outcome. */
export function withOutcome(signature: Signature, outcome: Outcome | undefined): Signature {
  if (outcome === undefined) return signature
  let known = withOutcomes.get(signature)
  if (known === undefined) {
    known = new Map()
    withOutcomes.set(signature, known)
  }
  let answer = known.get(outcome)
  if (answer === undefined) {
    answer = signatureOfTemplate(appendOutcome(signature.template, outcome))
    known.set(outcome, answer)
  }
  return answer
}

/**
 * Signs a template that is stored somewhere: what it says goes through the scan again, and its outcome is kept. A template of this
 * version gets its own id.
 *
 * @example
 * signTemplate('request completed <5xx>').template // → 'request completed <5xx>'
 * signatureOf('request completed <5xx>').template // → 'request completed <*>': a message is a message
 */
export function signTemplate(template: string): Signature {
  const { base, outcome } = splitOutcome(template)
  return withOutcome(signatureOf(base), outcome)
}

export function createSigner(): Signer {
  // Written in the code, so few.
  const eventNames = new Map<string, Signature>()
  const formatStrings = new Map<string, Signature>()
  const constantTexts = createConstantTexts<Signature>()
  let merge: Merge | undefined
  let merged = new WeakMap<Signature, Signature>()

  function mergedOf(signature: Signature): Signature {
    if (merge === undefined) return signature
    let known = merged.get(signature)
    if (known === undefined) {
      known = merge(signature)
      merged.set(signature, known)
    }
    return known
  }

  function signText(text: string): Signature {
    const constant = constantTexts.get(text)
    if (constant !== undefined) return constant
    const signature = signatureOf(text)
    const { hasGap } = key
    const answer = mergedOf(signature)
    if (!hasGap) constantTexts.consider(text, answer)
    return answer
  }

  function signConstant(constants: Map<string, Signature>, constant: string, record: LogRecord): Signature {
    const known = constants.get(constant)
    if (known !== undefined) return known
    const signature = signText(signedTextOf(record))
    if (constants.size < MAX_CONSTANTS && constant.length <= MAX_CONSTANT_LENGTH) constants.set(constant, signature)
    return signature
  }

  function signWhatItSays(record: LogRecord): Signature {
    const { eventName, formatString, body } = record
    if (typeof eventName === 'string' && eventName !== '') return signConstant(eventNames, eventName, record)
    if (typeof formatString === 'string') return signConstant(formatStrings, formatString, record)
    return signText(typeof body === 'string' ? body : signedTextOf(record))
  }

  return {
    sign: (record, outcome) => withOutcome(signWhatItSays(record), outcome),
    useMerge(next) {
      merge = next
      merged = new WeakMap()
      eventNames.clear()
      formatStrings.clear()
      constantTexts.clear()
    },
  }
}
