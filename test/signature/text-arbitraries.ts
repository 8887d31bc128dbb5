import fc from 'fast-check'

export const matching = (pattern: RegExp) => fc.stringMatching(pattern)
/** One of the words, in any case. */
export const mixedCase = (words: string) => fc.mixedCase(fc.constantFrom(...words.split(' ')))
export const joined = (separator: string, segment: RegExp, minLength: number, maxLength: number) =>
  fc.array(matching(segment), { minLength, maxLength }).map((segments) => segments.join(separator))

/** A token goes on behind one joiner, not behind two. */
export const LABEL = /^[a-z]{1,5}(-[a-z]{1,5})?$/
