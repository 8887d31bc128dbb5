import { redactTemplate } from 'lipservice/signature'

/** Controls, marks that turn a text around, unpaired surrogates; and ends of lines. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]+/gu

/** Returns what a model sees of a text: one line, no secret, nothing invisible, so many characters at most. */
export function askedText(text: string, maxCharacters: number): string {
  // First as it stands: a key has lines. Then again, as what it is without marks and styles.
  const plain = redactTemplate(text).normalize('NFKC').replace(INVISIBLE, ' ')
  return redactTemplate(plain).replace(/\s+/g, ' ').trim().slice(0, maxCharacters).toWellFormed()
}
