import type { WishWant } from './wish-draft.js'

const WORD_CHARACTER = /[\p{L}\p{N}]/u

/** A want, and whether a template has one of its phrases. */
export interface Matcher {
  readonly want: WishWant
  fits(foldedTemplate: string): boolean
}

/** Phrases are literal: no character of theirs means anything else. */
export function matcherOf(want: WishWant): Matcher {
  const phrases = want.phrases.map(folded).filter((phrase) => phrase !== '')
  return { want, fits: (template) => phrases.some((phrase) => hasWords(template, phrase)) }
}

/** Returns a text as texts are compared: in any case, and however wide its letters and gaps are. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** Returns whether a phrase stands in a text as whole words; a plural counts. */
function hasWords(text: string, phrase: string): boolean {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    const end = at + phrase.length
    const isBegun = isApart(text[at - 1], phrase[0]!)
    const isEnded = isApart(text[end], phrase.at(-1)!) || (text[end] === 's' && isApart(text[end + 1], 's'))
    if (isBegun && isEnded) return true
  }
  return false
}

function isApart(neighbour: string | undefined, own: string): boolean {
  return neighbour === undefined || !WORD_CHARACTER.test(own) || !WORD_CHARACTER.test(neighbour)
}
