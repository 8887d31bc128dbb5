import { isSmallWord, MAX_TERM_WORDS, tagsInRun, tagsOfTerm } from './lexicon/lexicon.js'
import { TAG } from './tags.js'

const IS_ASCII = /^[\x00-\x7f]*$/
const CLAUSE_END = /[,;|(]|\.(?=\s)/u
const WORD = /[\p{L}\p{M}\p{N}]+/gu
const CAMEL = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u
const HAS_NO_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/** What a noun can be: lost where the next word makes a part of the software of it. */
export const NOUNS =
  TAG.person |
  TAG.account |
  TAG.credential |
  TAG.session |
  TAG.login |
  TAG.power |
  TAG.governed |
  TAG.trade |
  TAG.maybeTrade |
  TAG.probe |
  TAG.attack |
  TAG.privacy
/** `Order shipped email sent`: what is said of it is of a message. */
const LOST_TO_MAIL = TAG.trade | TAG.maybeTrade | TAG.deal

/** The words of a clause, by what they are; 0 is a word that the lexicon does not have. Values are not there, nor is `of the`. */
export type Clause = readonly number[]

/**
 * Returns the clauses of a template. Terms of several words are one, whatever value stands between: `Account <*> closed`. Names as
 * `order.created`, `AUTH_FAILURE` and `orderShipped` are their words. Work linear in the length.
 */
export function clausesOf(template: string): Clause[] {
  return foldedOf(template)
    .split(CLAUSE_END)
    .map((clause) => (clause.match(WORD) ?? []).flatMap((word) => word.split(CAMEL)))
    .filter((words) => words.length > 0)
    .map((words) => withoutThings(tagged(words)))
}

function foldedOf(text: string): string {
  if (IS_ASCII.test(text)) return text
  // Accents of Latin letters; those of kana are letters of their own.
  return text
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
}

function tagged(words: readonly string[]): number[] {
  const lower = words.map((word) => word.toLowerCase())
  const tags: number[] = []
  let at = 0
  while (at < lower.length) {
    const word = lower[at]!
    if (HAS_NO_SPACES.test(word)) {
      tags.push(...tagsInRun(word))
      at++
      continue
    }
    let length = Math.min(MAX_TERM_WORDS, lower.length - at)
    let known = tagsOfTerm(lower.slice(at, at + length).join('_'))
    while (known === undefined && length > 1) known = tagsOfTerm(lower.slice(at, at + --length).join('_'))
    if (known !== undefined || !isSmallWord(word)) tags.push(known ?? 0)
    at += length
  }
  return tags
}

/** `payment worker`, `password reset page`: a part of the software, no payment and no password. `by admin`: who, not what. */
function withoutThings(tags: number[]): number[] {
  for (let i = tags.length - 2; i >= 0; i--) {
    const [tag, next] = [tags[i]!, tags[i + 1]!]
    if ((next & TAG.thing) !== 0 && (tag & (NOUNS | TAG.door)) !== 0) tags[i] = TAG.thing
    else if ((next & TAG.mail) !== 0 && (tag & LOST_TO_MAIL) !== 0) tags[i] = TAG.mail
    if ((tag & TAG.by) !== 0) tags[i + 1] = next & ~TAG.power
  }
  return tags
}
