import { createHash } from 'node:crypto'

const KEY_BYTES = 12

/** A pattern is its signature and its check: two templates may have one signature. */
export interface PatternName {
  readonly signature: string
  /** Empty: no SDK has said it. */
  readonly check: string
}

/**
 * Returns what a pattern's rows are kept under: 16 characters, as many as a signature has, so that counters, the largest tables, do
 * not grow by the check. Without a check it is the signature, else a hash of both that nobody can aim at.
 */
export function patternKey({ signature, check }: PatternName): string {
  if (check === '') return signature
  return createHash('sha256').update(`${signature} ${check}`).digest().toString('base64url', 0, KEY_BYTES)
}

/**
 * Returns a text that names one pattern, for maps and logs.
 *
 * @example
 * patternName({ signature: 'c178fbb9bf4271ab', check: '' }) // → 'c178fbb9bf4271ab'
 */
export function patternName({ signature, check }: PatternName): string {
  return check === '' ? signature : `${signature} ${check}`
}

/** Returns what {@link patternName} made the text of. */
export function namedBy(name: string): PatternName {
  const [signature = '', check = ''] = name.split(' ')
  return { signature, check }
}
