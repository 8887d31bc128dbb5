import { hash as digestOf } from 'node:crypto'
import { secretRandom } from '../internal/random.js'
import { createHash, type HashText } from './hash.js'
import { appendOutcome, type Outcome, splitOutcome } from './outcome.js'
import { createRefinedMessages } from './refining-key.js'
import { createSignatureMemo } from './signature-memo.js'
import { createTokenizer } from './template.js'

/** Changes whenever any message could get another id. Also the seed of the hash. */
export const SIGNATURE_VERSION = 2

/** Which template a message comes from. The same message has the same signature in every process of a fleet. */
export interface Signature {
  /** XXH64 of the UTF-8 template with seed {@link SIGNATURE_VERSION}: 16 lower-case hex digits. */
  readonly id: string
  /** The message's literal words and `<*>` for what varies, joined by single spaces. */
  readonly template: string
  /**
   * The first 64 bits of SHA-256 of the UTF-8 template: 16 lower-case hex digits. Texts that have another's id are easily made; none has
   * its check too. A pattern is known by both.
   */
  readonly check: string
}

const CHECK_DIGITS = 16

const { tokenize, render, key } = createTokenizer(secretRandom)
const memo = createSignatureMemo<Signature>()
/** By a key that is found sooner than a template, and is finer: what its values leave the same. */
const refined = createRefinedMessages<{ readonly signature: Signature; readonly varies: boolean }>(secretRandom)
let varies = false
let hashTemplate: HashText | undefined

/**
 * The signature of a message: what varies in it is masked by generic rules, and what is left is hashed. Only the first 256
 * bytes count. Memoised: a template that was seen lately costs a scan of its message.
 *
 * @example
 * signatureOf('user 42 logged in from 10.0.0.1')
 * // → { id: '…', template: 'user <*> logged in from <*>', check: '…' }
 */
export function signatureOf(message: string): Signature {
  const sooner = refined.find(message)
  if (sooner !== undefined) {
    varies = sooner.varies
    return sooner.signature
  }
  tokenize(message)
  varies = key.hasGap
  const signature = memo.get(key) ?? signTemplateNow()
  if (!key.isOfValues) refined.remember({ signature, varies })
  return signature
}

function signTemplateNow(): Signature {
  const signature = signatureOfTemplate(render())
  memo.set(key, signature)
  return signature
}

/** Whether anything varies in the message that was signed last. */
export function hasGap(): boolean {
  return varies
}

/** Returns the signature of a message if it is known by its key; `undefined`: it takes a scan. */
export function knownSignatureOf(message: string): Signature | undefined {
  const known = refined.find(message)
  varies = known?.varies === true
  return known?.signature
}

/** Whether the message that was signed last is no access line, as far as that is known without looking for one. */
export function isNoAccessLine(): boolean {
  return refined.isNoAccessLine
}

/** The signature by its definition: the hashes of the template. */
export function signatureOfTemplate(template: string): Signature {
  hashTemplate ??= createHash(BigInt(SIGNATURE_VERSION))
  const check = digestOf('sha256', template).slice(0, CHECK_DIGITS)
  return Object.freeze({ id: hashTemplate(template), template, check })
}

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
