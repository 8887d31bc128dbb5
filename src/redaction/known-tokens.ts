export interface TokenKind {
  readonly prefix: string
  /** Of the whole token, in characters. */
  readonly minLength: number
  readonly kind: string
}

/** Tokens that say what they are. Longer prefixes before those they begin with. */
export const KNOWN_TOKENS: readonly TokenKind[] = [
  // The header of a JSON Web Token begins with `{"`; one that is cut off is no less secret.
  { prefix: 'eyJ', minLength: 20, kind: 'jwt' },
  { prefix: 'AKIA', minLength: 20, kind: 'aws-key' },
  { prefix: 'ASIA', minLength: 20, kind: 'aws-key' },
  { prefix: 'AIza', minLength: 35, kind: 'google-key' },
  { prefix: 'ya29.', minLength: 20, kind: 'google-token' },
  { prefix: 'GOCSPX-', minLength: 20, kind: 'google-secret' },
  { prefix: 'ghp_', minLength: 20, kind: 'github-token' },
  { prefix: 'gho_', minLength: 20, kind: 'github-token' },
  { prefix: 'ghu_', minLength: 20, kind: 'github-token' },
  { prefix: 'ghs_', minLength: 20, kind: 'github-token' },
  { prefix: 'ghr_', minLength: 20, kind: 'github-token' },
  { prefix: 'github_pat_', minLength: 30, kind: 'github-token' },
  { prefix: 'glpat-', minLength: 20, kind: 'gitlab-token' },
  { prefix: 'xoxa-', minLength: 16, kind: 'slack-token' },
  { prefix: 'xoxb-', minLength: 16, kind: 'slack-token' },
  { prefix: 'xoxp-', minLength: 16, kind: 'slack-token' },
  { prefix: 'xoxr-', minLength: 16, kind: 'slack-token' },
  { prefix: 'xoxs-', minLength: 16, kind: 'slack-token' },
  { prefix: 'xapp-', minLength: 16, kind: 'slack-token' },
  { prefix: 'sk_live_', minLength: 20, kind: 'stripe-key' },
  { prefix: 'sk_test_', minLength: 20, kind: 'stripe-key' },
  { prefix: 'rk_live_', minLength: 20, kind: 'stripe-key' },
  { prefix: 'whsec_', minLength: 20, kind: 'stripe-key' },
  { prefix: 'sk-', minLength: 24, kind: 'api-key' },
  { prefix: 'npm_', minLength: 30, kind: 'npm-token' },
  { prefix: 'pypi-', minLength: 30, kind: 'pypi-token' },
  { prefix: 'SG.', minLength: 30, kind: 'sendgrid-key' },
  { prefix: 'dop_v1_', minLength: 30, kind: 'digitalocean-token' },
  { prefix: 'hf_', minLength: 30, kind: 'huggingface-token' },
  { prefix: 'shpat_', minLength: 30, kind: 'shopify-token' },
  { prefix: 'phc_', minLength: 20, kind: 'posthog-key' },
  { prefix: 'phx_', minLength: 20, kind: 'posthog-key' },
  { prefix: 'phs_', minLength: 20, kind: 'posthog-key' },
  { prefix: 'pha_', minLength: 20, kind: 'posthog-key' },
  { prefix: 'phr_', minLength: 20, kind: 'posthog-key' },
  { prefix: 'ls_', minLength: 30, kind: 'lipservice-key' },
  { prefix: 'lsk_', minLength: 30, kind: 'lipservice-key' },
]

const BY_FIRST = new Map<number, readonly TokenKind[]>()
for (const kind of KNOWN_TOKENS) {
  const first = kind.prefix.charCodeAt(0)
  BY_FIRST.set(first, [...(BY_FIRST.get(first) ?? []), kind])
}
/** Length of the shortest token. */
export const MIN_TOKEN = Math.min(...KNOWN_TOKENS.map(({ minLength }) => minLength))

const FIRSTS = new Uint8Array(128)
for (const code of BY_FIRST.keys()) FIRSTS[code] = 1

/** Returns whether any token begins with this character. */
export function mayBeginToken(code: number): boolean {
  return code < 128 && FIRSTS[code] === 1
}

/** Returns whether the word at `start` begins as a token does. */
export function beginsLikeToken(text: string, start: number): boolean {
  const kinds = BY_FIRST.get(text.charCodeAt(start))
  return kinds?.some(({ prefix }) => text.startsWith(prefix, start)) ?? false
}

/** Returns the kind of token that the word `text[start, end)` is; `undefined` if it is none. */
export function tokenKindAt(text: string, start: number, end: number): string | undefined {
  const kinds = BY_FIRST.get(text.charCodeAt(start))
  if (kinds === undefined) return undefined
  for (const { prefix, minLength, kind } of kinds) {
    if (end - start >= minLength && text.startsWith(prefix, start)) {
      // Words in kebab case begin so as well: sk-learn-something. A key has digits.
      return kind === 'api-key' && !hasDigit(text, start, end) ? undefined : kind
    }
  }
  return undefined
}

export function hasDigit(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i)
    if (code >= 48 && code <= 57) return true
  }
  return false
}
