import { withFastMembers } from '../internal/fast-members.js'
import type { LogRecord } from '../record/log-record.js'
import { outcomeOfAccessLine } from './access-line.js'
import { createConstantTexts } from './constant-texts.js'
import type { Outcome } from './outcome.js'
import { hasGap, isNoAccessLine, knownSignatureOf, type Signature, signatureOf, withOutcome } from './signature.js'
import { signedTextOf } from './signed-text.js'

/** Signs records: a constant text (event name, format string) costs a look-up, any other what {@link signatureOf} costs. */
export interface Signer {
  /** Never throws, whatever the body is. `outcome` is appended to the template. */
  sign(record: LogRecord, outcome?: Outcome): Signature
  /** Returns the signature of a text if that takes a look-up; `undefined`: it takes more. Remembers it for `sign`, until `forget`. */
  known(text: string): Signature | undefined
  /** The text that was asked for last will not be signed. */
  forget(): void
  /** As `known`, of an event name or format string. `body`: what is logged under it. */
  knownByName(name: string, isEvent: boolean, body: string): Signature | undefined
  /** The body of the record that was signed last is no access line that tells an outcome, as far as that is known without looking for one. */
  readonly isNoAccessLine: boolean
  /** From now on signatures are merged like this; `undefined`: not at all. */
  useMerge(merge: Merge | undefined): void
}

/** A signature's place in a coarser grouping, or itself. */
export type Merge = (signature: Signature) => Signature

const MAX_CONSTANTS = 2_000
/** What is known of an event name or format string. */
interface KnownName {
  readonly signature: Signature
  /** The name itself is no access line: a format string is its own text as long as its arguments tell no status. */
  readonly isNoAccessLine: boolean
}

/** Longer texts are no constants; looking them up would cost more than scanning them. */
const MAX_CONSTANT_LENGTH = 128

export function createSigner(): Signer {
  // Written in the code, so few.
  const eventNames = new Map<string, KnownName>()
  const formatStrings = new Map<string, KnownName>()
  const constantTexts = createConstantTexts<Signature>()
  let isNone = false
  /** What was asked for by `known`, and what that answered, if it is to be signed next. */
  let askedText: string | undefined
  let asked: Signature | undefined
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
    const isAsked = askedText === text
    askedText = undefined
    if (isAsked) return asked!
    const constant = constantTexts.get(text)
    isNone = constant !== undefined
    if (constant !== undefined) return constant
    const signature = signatureOf(text)
    const varies = hasGap()
    isNone = isNoAccessLine()
    const answer = mergedOf(signature)
    if (!varies && outcomeOfAccessLine(text) === undefined) constantTexts.consider(text, answer)
    return answer
  }

  function signConstant(constants: Map<string, KnownName>, constant: string, record: LogRecord): Signature {
    askedText = undefined
    const known = constants.get(constant)
    isNone = false
    if (known !== undefined) return known.signature
    const signature = signText(signedTextOf(record))
    isNone = false
    if (constants.size < MAX_CONSTANTS && constant.length <= MAX_CONSTANT_LENGTH)
      constants.set(constant, { signature, isNoAccessLine: outcomeOfAccessLine(constant) === undefined })
    return signature
  }

  function signWhatItSays(record: LogRecord): Signature {
    const { eventName, formatString, body } = record
    if (typeof eventName === 'string' && eventName !== '') return signConstant(eventNames, eventName, record)
    if (typeof formatString === 'string') return signConstant(formatStrings, formatString, record)
    return signText(typeof body === 'string' ? body : signedTextOf(record))
  }

  return withFastMembers({
    sign: (record, outcome) => withOutcome(signWhatItSays(record), outcome),
    known(text) {
      const constant = constantTexts.get(text)
      isNone = constant !== undefined
      if (constant !== undefined) return constant
      const signature = knownSignatureOf(text)
      if (signature === undefined) return undefined
      isNone = isNoAccessLine()
      asked = mergedOf(signature)
      // A text without a gap may be a constant: signing it considers that.
      askedText = hasGap() ? text : undefined
      return asked
    },
    forget() {
      askedText = undefined
    },
    knownByName(name, isEvent, body) {
      askedText = undefined
      const known = (isEvent ? eventNames : formatStrings).get(name)
      isNone = known?.isNoAccessLine === true && body === name
      return known?.signature
    },
    get isNoAccessLine() {
      return isNone
    },
    useMerge(next) {
      merge = next
      askedText = undefined
      merged = new WeakMap()
      eventNames.clear()
      formatStrings.clear()
      constantTexts.clear()
    },
  })
}
