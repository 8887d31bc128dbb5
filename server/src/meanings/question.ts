import { redactTemplate } from 'lipservice/signature'

const MAX_CHARACTERS = 200
/** Controls, marks that turn a text around, unpaired surrogates; and ends of lines. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]+/gu

/**
 * Returns what a model sees of a template, which strangers may have written: one line, no secret, nothing invisible, 200 characters
 * at most. Wide and styled letters are plain ones, so that a secret in them is one.
 */
export function questionText(template: string): string {
  // First as it stands: a key has lines. Then again, as what it is without marks and styles.
  const plain = redactTemplate(template).normalize('NFKC').replace(INVISIBLE, ' ')
  return redactTemplate(plain).replace(/\s+/g, ' ').trim().slice(0, MAX_CHARACTERS).toWellFormed()
}
