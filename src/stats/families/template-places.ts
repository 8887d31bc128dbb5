import { OUTCOMES } from '../../signature/outcome.js'

const GAP = '<*>'
const OUTCOME_TOKENS: readonly string[] = OUTCOMES
/** Words behind these are no places: work per template is bounded. */
const MAX_WORDS = 32

/** A literal word of a template, and what the template is without it. */
export interface Place {
  readonly word: string
  /** 32-bit hash of the word. */
  readonly wordHash: number
  /** 32-bit hash of everything else, of its own place and of what `salt` says. */
  readonly familyHash: number
  /** What stands before the word and behind it, spaces included. */
  readonly prefix: string
  readonly suffix: string
}

/**
 * Returns the places of a template where a word could be one of many: literal words beside which another one stays. Takes time in
 * proportion to its length.
 *
 * @param salt what families are told apart by, beside their words
 */
export function placesOf(template: string, salt: number): Place[] {
  const words = template.split(' ', MAX_WORDS + 1)
  const count = Math.min(words.length, MAX_WORDS)
  const hashes = words.map(hashOf)
  let whole = salt | 0
  let literals = 0
  for (let i = 0; i < words.length; i++) {
    whole = (whole + placed(hashes[i]!, i)) | 0
    if (isLiteral(words[i]!)) literals++
  }
  if (literals < 2) return []
  const places: Place[] = []
  let at = 0
  for (let i = 0; i < count; i++) {
    const word = words[i]!
    if (isLiteral(word)) {
      const familyHash = mixed((whole - placed(hashes[i]!, i) + placed(0, i)) | 0)
      const suffix = template.slice(at + word.length)
      places.push({ word, wordHash: hashes[i]!, familyHash, prefix: template.slice(0, at), suffix })
    }
    at += word.length + 1
  }
  return places
}

function isLiteral(word: string): boolean {
  return word !== GAP && word !== '' && !OUTCOME_TOKENS.includes(word)
}

/** The hash of a word at a place: the sum over all places is the hash of the template, from which one can be taken out again. */
function placed(wordHash: number, place: number): number {
  return mixed(wordHash ^ Math.imul(place + 1, 0x9e3779b1))
}

function mixed(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function hashOf(word: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
  return mixed(hash)
}
