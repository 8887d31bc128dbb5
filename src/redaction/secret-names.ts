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
/** `pass` by itself, or as the last word of a name; and names in which it is no word of its own. */
const PASS = /(?:^|[^a-z])pass$|^(?:db|user|admin|root|smtp|ftp|mysql|redis|mongo|pg|http|mail|ldap)pass$/i
/** Directives of nginx, and passes of other kinds. */
const HARMLESS_PASS =
  /(?:proxy|fastcgi|grpc|uwsgi|scgi|memcached|first|second|third|next|last|final|render|shader|low|high|band|all|must|test|tests|boarding|season)[^a-z]?pass$/i
/** Tokens of paging and parsing are no secrets. */
const HARMLESS_TOKENS = /(page|next|continuation|sync|cursor|unexpected|invalid|design)token$/
const MAX_NAME_CHARACTERS = 64
/** Shorter values of names that also stand for other things are no secrets. */
export const MIN_LONG_SECRET_CHARACTERS = 8

/**
 * `always`: whatever its value is. `long`: a value of at least {@link MIN_LONG_SECRET_CHARACTERS}, for names that also stand for other things.
 * `word`: a value that is no number and no answer to whether something passed.
 */
export type SecretName = 'always' | 'long' | 'word' | undefined

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
  if (plain.endsWith('token')) return HARMLESS_TOKENS.test(plain) ? undefined : 'long'
  return isPass(name) ? 'word' : undefined
}

/** Returns whether a name says password by `pass`, and neither `bypass` nor `compass`. */
function isPass(name: string): boolean {
  return (PASS.test(name) || /[a-z]Pass$/.test(name)) && !HARMLESS_PASS.test(name)
}

/** What stands behind `pass` where it counts or tells what passed. */
const NO_PASSWORD = /^(?:[-+]?[\d.,:/%]*|true|false|yes|no|none|null|undefined|ok|passed|failed|skipped|n\/a)$/i
const MAX_NO_PASSWORD = 16

/** Returns whether the value of a name of kind `word` is one that is hidden. */
export function isPassword(value: string): boolean {
  return value.length > MAX_NO_PASSWORD || !NO_PASSWORD.test(value)
}

/** How names of secrets end, in lower case without separators. */
export const SECRET_NAME_ENDINGS: readonly string[] = [...SECRET_ENDINGS, 'token', 'pass']
/** The three letters, in any case, with which secret names end. */
const LAST_LETTERS = new Uint8Array(2 ** 15)
for (const ending of SECRET_NAME_ENDINGS) LAST_LETTERS[lastLettersOf(ending, ending.length)] = 1

function lastLettersOf(text: string, end: number): number {
  return (
    ((text.charCodeAt(end - 3) & 31) << 10) | ((text.charCodeAt(end - 2) & 31) << 5) | (text.charCodeAt(end - 1) & 31)
  )
}

/** Returns `false` for most words that are no names of secrets, by a quick look at their end. */
export function mayBeSecretName(text: string, start: number, end: number): boolean {
  return end - start >= 3 && LAST_LETTERS[lastLettersOf(text, end)] === 1
}
