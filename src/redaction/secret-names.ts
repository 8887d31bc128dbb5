/** Endings of names whose values are secrets, in lower case without separators. */
const SECRET_ENDINGS = [
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'apikey',
  'accesskey',
  'secretkey',
  'privatekey',
  'encryptionkey',
  'signingkey',
  'credential',
  'credentials',
  'authorization',
  'cookie',
  'accesskeyid',
  'pin',
  'cvv',
  'cvc',
  'ssn',
] as const
/** Only whole: words of these endings are common. */
const SHORT_SECRET_NAMES = new Set(['pin', 'pwd', 'cvv', 'cvc', 'ssn'])
/** Tokens of paging and parsing are no secrets. */
const HARMLESS_TOKENS = /(page|next|continuation|sync|cursor|unexpected|invalid|design)token$/
const MAX_NAME_CHARACTERS = 64
/** Shorter values of names that also stand for other things are no secrets. */
export const MIN_LONG_SECRET_CHARACTERS = 8

/** `always`: whatever its value is. `long`: a value of at least {@link MIN_LONG_SECRET_CHARACTERS}, for names that also stand for other things. */
export type SecretName = 'always' | 'long' | undefined

/**
 * Returns whether a name, of an attribute or before `=` or `:`, says that its value is a secret: `db_password`, `X-Api-Key`,
 * `clientSecret`.
 */
export function secretNameOf(name: string): SecretName {
  if (name.length < 3 || name.length > MAX_NAME_CHARACTERS) return undefined
  const plain = name.replace(/[^A-Za-z0-9]/g, '').toLowerCase()
  for (const ending of SECRET_ENDINGS) {
    if (plain.endsWith(ending)) return !SHORT_SECRET_NAMES.has(ending) || plain === ending ? 'always' : undefined
  }
  return plain.endsWith('token') && !HARMLESS_TOKENS.test(plain) ? 'long' : undefined
}

/** Pairs of letters, in any case, with which secret names end. */
const LAST_PAIRS = new Uint8Array(1_024)
for (const ending of [...SECRET_ENDINGS, 'token']) LAST_PAIRS[pairOf(ending, ending.length)] = 1

function pairOf(text: string, end: number): number {
  return ((text.charCodeAt(end - 2) & 31) << 5) | (text.charCodeAt(end - 1) & 31)
}

/** Returns `false` for most words that are no names of secrets, by a quick look at their end. */
export function mayBeSecretName(text: string, start: number, end: number): boolean {
  return end - start >= 3 && LAST_PAIRS[pairOf(text, end)] === 1
}
