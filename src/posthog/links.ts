/** Which records a link shows. */
export interface LinkedLogs {
  /** Default: all. */
  readonly services?: readonly string[]
  /** Names that PostHog does not know are left out. Default: all. */
  readonly severities?: readonly string[]
  /** Of a pattern: its records are found by the attribute that they were stamped with, where PostHog can find it. */
  readonly signature?: string
  /** Of the pattern, for when it cannot. */
  readonly template?: string
  /** A text of the body. Default: none. */
  readonly searchTerm?: string
  /** Default: what PostHog shows by itself. */
  readonly from?: Date
  /** Default: now. */
  readonly to?: Date
  /** Default: the newest first. */
  readonly order?: 'latest' | 'earliest'
}

const SEVERITIES = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
const SIGNATURE = 'lipservice.signature'
/** Shorter ones are in too many records. */
const MIN_LITERAL = 3
const MAX_LITERAL = 200

/**
 * Returns the address of PostHog's logs page that shows records. Where no part of it can be said in a way that the page reads as it is
 * meant, that part is left out: the page shows more then, never others.
 *
 * @param app address of PostHog's app, such as `https://us.posthog.com`
 */
export function logsLink(app: string, project: string, wanted: LinkedLogs): string {
  const { services, severities, signature, template, order, from, to } = wanted
  const url = new URL(`/project/${encodeURIComponent(project)}/logs`, app)
  const set = (name: string, value: unknown) =>
    url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  const byStamp = signature !== undefined && !looksLikeNumber(signature)
  const term = wanted.searchTerm ?? (byStamp || template === undefined ? undefined : longestLiteral(template))

  const named = (services ?? []).filter((service) => service !== '')
  if (named.length > 0) set('serviceNames', named)
  const levels = (severities ?? []).filter((severity) => SEVERITIES.has(severity))
  if (levels.length > 0) set('severityLevels', levels)
  if (byStamp)
    set('filterGroup', groupOf({ key: SIGNATURE, type: 'log_attribute', operator: 'exact', value: [signature] }))
  if (from !== undefined) set('dateRange', { date_from: from.toISOString(), date_to: to?.toISOString() ?? null })
  if (term !== undefined && isReadAsText(term)) set('searchTerm', kept(term))
  if (order !== undefined) set('orderBy', order)
  return url.href
}

const groupOf = (item: object): object => ({ type: 'AND', values: [{ type: 'AND', values: [item] }] })

/**
 * What looks like a number is sought among numbers alone, where a text is not: one of 800 signatures is all digits, or digits about an
 * `e`.
 */
export function looksLikeNumber(text: string): boolean {
  return (
    /^[+-]?(\d[\d_]*\.?[\d_]*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) || /^[+-]?(inf|infinity|nan)$/i.test(text.trim())
  )
}

/** The page takes numbers and truth values for what they are, not for texts. */
const isReadAsText = (term: string): boolean =>
  term.trim() !== '' && Number.isNaN(Number(term)) && !/^(true|false)$/i.test(term)

/** What looks like a list or an object is read as one, unless a blank stands behind it. */
const kept = (term: string): string => (/^(\[.*\]|\{.*\}) *$/.test(term) ? `${term} ` : term)

/** Returns the longest run of a template that every record of it has in it; `undefined`: none is long enough. */
export function longestLiteral(template: string): string | undefined {
  const literals = template
    .split(/<[^<>\s]*>/)
    .map((literal) => literal.trim())
    .filter((literal) => literal.length >= MIN_LITERAL && isReadAsText(literal))
  const longest = literals.reduce<string | undefined>(
    (best, one) => (best === undefined || one.length > best.length ? one : best),
    undefined,
  )
  return longest?.slice(0, MAX_LITERAL)
}
