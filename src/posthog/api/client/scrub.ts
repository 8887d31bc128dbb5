import { redactText } from '../../../redaction/redact-text.js'

const MAX_CHARACTERS = 256

/** Returns a function that makes a text of others fit for a message: no key, no control characters, 256 characters at most. */
export function scrubber(secrets: () => readonly string[]): (text: string) => string {
  return (text) => {
    let clean = text
    // Before the cut: half a key is no token that anything knows.
    for (const secret of secrets()) if (secret.length >= 8) clean = clean.replaceAll(secret, '[redacted]')
    clean = redactText(clean.slice(0, 4 * MAX_CHARACTERS)).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    return clean.length <= MAX_CHARACTERS ? clean.trim() : `${clean.slice(0, MAX_CHARACTERS)}…`
  }
}
