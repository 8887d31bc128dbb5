import { tokenKindAt } from './known-tokens.js'

const WORD = /[\w.-]+/g

/**
 * Replaces keys that say by their beginning what they are (`phx_…`, `lsk_…`, `ghp_…`) by `[redacted]`, and nothing else: for what people
 * write, where one was pasted by mistake.
 *
 * @example
 * withoutKeys('the old key was phx_0123456789abcdefghij') // → 'the old key was [redacted]'
 */
export const withoutKeys = (text: string): string =>
  text.replace(WORD, (word) => (tokenKindAt(word, 0, word.length) === undefined ? word : '[redacted]'))
