import { askedText } from '../questions/asked-text.js'

const MAX_CHARACTERS = 200

/**
 * Returns what a model sees of a template, which strangers may have written: one line, no secret, nothing invisible, 200 characters
 * at most. Wide and styled letters are plain ones, so that a secret in them is one.
 */
export function questionText(template: string): string {
  return askedText(template, MAX_CHARACTERS)
}
