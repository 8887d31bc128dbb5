import { type FoundSecret, found } from './found-secret.js'

const HEAD = '-----BEGIN'
const FOOT = '-----END'
const DASHES = '-----'
const MAX_LABEL_CHARACTERS = 64
const HEAD_OF_KEY = /^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/

export function isPemHead(text: string, start: number): boolean {
  return text.startsWith(HEAD, start)
}

/** Finds a private key in PEM (RFC 7468). One that is cut off is no less secret: it ends with the text. */
export function pemAt(text: string, start: number): FoundSecret | undefined {
  if (!HEAD_OF_KEY.test(text.slice(start, start + MAX_LABEL_CHARACTERS))) return undefined
  const foot = text.indexOf(FOOT, start)
  if (foot < 0) return found(start, text.length, 'private-key')
  const close = text.indexOf(DASHES, foot + FOOT.length)
  const isWhole = close >= 0 && close <= foot + MAX_LABEL_CHARACTERS
  return found(start, isWhole ? close + DASHES.length : text.length, 'private-key')
}
