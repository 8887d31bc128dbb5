/** Synthetic secrets of every kind that is detected, and the places in which people leave them. None was ever real. */
export interface Secret {
  readonly kind: string
  readonly value: string
  /** What names it where only a name gives it away. */
  readonly name?: string
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const HEX = '0123456789abcdef'
const ALPHANUMERIC = `${LETTERS}${LETTERS.toUpperCase()}0123456789`

export function makeSecrets(count: number, random: () => number): Secret[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const chars = (length: number, alphabet = ALPHANUMERIC) =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')
  const base64url = (text: string) => Buffer.from(text).toString('base64url')
  const makers: (() => Secret)[] = [
    () => {
      const head = base64url(JSON.stringify({ alg: pick(['HS256', 'RS256', 'ES256']), typ: 'JWT' }))
      return {
        kind: 'jwt',
        value: `${head}.${base64url(JSON.stringify({ sub: chars(8), iat: 1_763_000_000 }))}.${chars(43)}`,
      }
    },
    () => ({ kind: 'aws-key', value: `${pick(['AKIA', 'ASIA'])}${chars(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}` }),
    () => ({ kind: 'github', value: `${pick(['ghp_', 'gho_', 'ghs_'])}${chars(36)}` }),
    () => ({ kind: 'gitlab', value: `glpat-${chars(20)}` }),
    () => ({ kind: 'slack', value: `xoxb-${chars(12, '0123456789')}-${chars(24)}` }),
    () => ({ kind: 'stripe', value: `${pick(['sk_live_', 'rk_live_'])}${chars(24)}` }),
    () => ({ kind: 'google', value: `AIza${chars(35)}` }),
    () => ({ kind: 'openai', value: `sk-proj-${chars(10)}1${chars(30)}` }),
    () => ({ kind: 'npm', value: `npm_${chars(36)}` }),
    () => ({ kind: 'sendgrid', value: `SG.${chars(22)}.${chars(43)}` }),
    () => ({ kind: 'posthog', value: `phc_${chars(43)}` }),
    () => ({ kind: 'lipservice', value: `lsk_${chars(16, HEX)}_${chars(64, HEX)}` }),
    () => ({
      kind: 'webhook',
      value: `https://hooks.slack.com/services/T${chars(8, UPPER)}/B${chars(8, UPPER)}/${chars(24)}`,
    }),
    () => ({
      kind: 'digest',
      name: 'Authorization',
      value: `Digest username="${chars(6)}", realm="shop", nonce="${chars(20)}", uri="/a/b", qop=auth, nc=00000001, response="${chars(32, HEX)}", opaque="${chars(8)}"`,
    }),
    () => ({ kind: 'pass', name: pick(['pass', 'db_pass', 'SMTP_PASS', 'dbPass', 'dbpass']), value: `${chars(8)}7` }),
    () => ({ kind: 'card', value: cardNumber(random, pick([' ', '-', '.', ''])) }),
    () => ({
      kind: 'email',
      value: `${chars(6, LETTERS)}.${chars(5, LETTERS)}@${chars(7, LETTERS)}.${pick(['com', 'co.uk', 'io'])}`,
    }),
    () => ({
      kind: 'pem',
      value: `-----BEGIN ${pick(['RSA ', 'EC ', ''])}PRIVATE KEY-----\n${chars(64)}\n${chars(64)}\n-----END PRIVATE KEY-----`,
    }),
    () => ({ kind: 'bearer', name: 'Authorization', value: `Bearer ${chars(12)}7${chars(20)}` }),
    () => ({
      kind: 'basic',
      name: 'Authorization',
      value: `Basic ${Buffer.from(`${chars(6)}:${chars(12)}`).toString('base64')}`,
    }),
    () => ({ kind: 'password', name: pick(['password', 'db_password', 'PGPASSWORD', 'userPasswd']), value: chars(14) }),
    () => ({
      kind: 'secret',
      name: pick(['client_secret', 'clientSecret', 'AWS_SECRET_ACCESS_KEY']),
      value: chars(40),
    }),
    () => ({ kind: 'api key', name: pick(['api_key', 'apiKey', 'x-api-key', 'API-KEY']), value: chars(32) }),
    () => ({
      kind: 'token',
      name: pick(['access_token', 'refreshToken', 'auth-token']),
      value: `${chars(15)}4${chars(8)}`,
    }),
    () => ({ kind: 'url', value: `postgres://${chars(6, LETTERS)}:${chars(12)}@db.internal:5432/shop` }),
  ]
  return Array.from({ length: count }, (_, i) => makers[i % makers.length]!())
}

/** The part that must not be seen anywhere. */
export function coreOf({ kind, value }: Secret): string {
  if (kind === 'url') return value.slice('postgres://'.length, value.indexOf('@'))
  if (kind === 'pem') return value.split('\n')[1]!
  if (kind === 'webhook') return value.slice(value.lastIndexOf('/') + 1)
  if (kind === 'digest') return /response="(.*?)"/.exec(value)![1]!
  return value.replace(/^(Bearer|Basic) /, '')
}

function cardNumber(random: () => number, separator: string): string {
  const digits = [4, ...Array.from({ length: 14 }, () => Math.floor(random() * 10))]
  const sum = digits.reduce((total, digit, i) => {
    const doubled = i % 2 === 0 ? digit * 2 : digit
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  const all = [...digits, (10 - (sum % 10)) % 10].join('')
  return all.replace(/(\d{4})(?=\d)/g, `$1${separator}`)
}

interface Carried {
  readonly body?: unknown
  readonly attributes?: Record<string, unknown>
  readonly exception?: unknown
}

/** `name: value` only where the secret has a name; others stand alone. */
const named = ({ name, value }: Secret, join = ': ') => (name === undefined ? value : `${name}${join}${value}`)
const keyOf = ({ name }: Secret) => name ?? 'value'

export const CARRIERS: readonly (readonly [name: string, carry: (secret: Secret) => Carried])[] = [
  ['the whole message', (s) => ({ body: named(s) })],
  ['the end of a message', (s) => ({ body: `login failed with ${named(s)}` })],
  ['the middle of a message', (s) => ({ body: `request with ${named(s)} was refused` })],
  ['brackets', (s) => ({ body: `retrying (${named(s)}) now` })],
  ['square brackets', (s) => ({ body: `[${named(s)}] retrying` })],
  ['quotes', (s) => ({ body: `got "${named(s)}" from client` })],
  ['single quotes', (s) => ({ body: `got '${named(s)}' from client` })],
  ['backticks', (s) => ({ body: `got \`${named(s)}\` from client` })],
  ['an assignment', (s) => ({ body: `env ${keyOf(s)}=${s.value}` })],
  ['a quoted assignment', (s) => ({ body: `set ${keyOf(s)}="${s.value}" done` })],
  ['a single-quoted assignment', (s) => ({ body: `set ${keyOf(s)}='${s.value}' done` })],
  ['before a comma', (s) => ({ body: `with ${named(s)}, again` })],
  ['before a semicolon', (s) => ({ body: `with ${named(s)}; again` })],
  ['before a full stop', (s) => ({ body: `It was ${named(s)}. Then it ended.` })],
  ['JSON', (s) => ({ body: JSON.stringify({ id: 7, [keyOf(s)]: s.value }) })],
  ['JSON with spaces', (s) => ({ body: JSON.stringify({ id: 7, [keyOf(s)]: s.value }, null, 2) })],
  ['JSON within JSON', (s) => ({ body: JSON.stringify({ body: JSON.stringify({ [keyOf(s)]: s.value }) }) })],
  ['an inspected object', (s) => ({ body: `{ id: 7, ${keyOf(s)}: '${s.value}' }` })],
  ['after a line break', (s) => ({ body: `failed\n${named(s)}\nmore` })],
  ['after a tab', (s) => ({ body: `failed\t${named(s)}\tmore` })],
  ['after 2,000 characters', (s) => ({ body: `${'lorem ipsum '.repeat(170)}${named(s)} end` })],
  ['two of them', (s) => ({ body: `${named(s)} and ${named(s)}` })],
  ['other scripts', (s) => ({ body: `Ошибка входа ${named(s)} пользователь` })],
  ['an emoji', (s) => ({ body: `💥 ${named(s)} 💥` })],
  ['an attribute', (s) => ({ body: 'x', attributes: { [keyOf(s)]: s.value } })],
  ['an attribute with a prefix', (s) => ({ body: 'x', attributes: { [`http.request.header.${keyOf(s)}`]: s.value } })],
  ['a text attribute', (s) => ({ body: 'x', attributes: { detail: `with ${named(s)}` } })],
  ['a nested attribute', (s) => ({ body: 'x', attributes: { a: { b: { [keyOf(s)]: s.value } } } })],
  ['an array', (s) => ({ body: 'x', attributes: { list: [1, named(s), 2] } })],
  ['objects in an array', (s) => ({ body: 'x', attributes: { list: [{ [keyOf(s)]: s.value }] } })],
  ['a Map', (s) => ({ body: 'x', attributes: { map: new Map([[keyOf(s), s.value]]) } })],
  ['a Set', (s) => ({ body: 'x', attributes: { set: new Set([named(s)]) } })],
  ['headers', (s) => ({ body: 'x', attributes: { headers: { host: 'a', [keyOf(s)]: s.value } } })],
  ['a structured body', (s) => ({ body: { message: 'x', [keyOf(s)]: s.value } })],
  ['a text in a structured body', (s) => ({ body: { message: `with ${named(s)}` } })],
  ['the message of an error', (s) => ({ body: 'x', exception: new Error(`failed with ${named(s)}`) })],
  ['an error as body', (s) => ({ body: new Error(`failed with ${named(s)}`) })],
  ['an error as attribute', (s) => ({ body: 'x', attributes: { err: new Error(`failed with ${named(s)}`) } })],
  ['a code and its message', (s) => ({ body: `E42: ${named(s)}` })],
  ['an attribute key', (s) => ({ body: 'x', attributes: { [named(s)]: 1 } })],
]
