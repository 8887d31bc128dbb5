import { type FieldCheck, fieldCheck, refuse } from './field-check.js'

const CHECK_BYTES = 8
const CHECK_DIGITS = 2 * CHECK_BYTES
const UNKNOWN = '0'.repeat(CHECK_DIGITS)
/** Base64 of the checks of 30,000 patterns: as many as a policy can name. */
const MAX_CHARACTERS = 320_000
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$/

export const packedChecks: FieldCheck<string> = fieldCheck(
  { type: 'string', maxLength: MAX_CHARACTERS, pattern: BASE64.source },
  (value) =>
    typeof value === 'string' && value.length <= MAX_CHARACTERS && BASE64.test(value)
      ? value
      : refuse(`base64 of at most ${MAX_CHARACTERS} characters`, value),
)

/** The parts of a policy that name patterns. */
export interface NamesPatterns {
  /** Ids of patterns that are kept whole. */
  readonly keep_patterns?: readonly string[] | undefined
  /** Rates by id. */
  readonly pattern_rates?: Readonly<Record<string, number>> | undefined
  /** Values by id. */
  readonly pattern_values?: Readonly<Record<string, number>> | undefined
  /** Checks of all of them, packed. */
  readonly pattern_checks?: string | undefined
}

/** Whose patterns a policy means. */
export interface PatternChecks {
  /** The check of each entry of `keep_patterns`; `undefined` where the policy has none. */
  readonly keep: readonly (string | undefined)[]
  /** Checks of the ids that rates and values are for, as far as the policy has them. */
  readonly rated: ReadonlyMap<string, string>
}

/**
 * Returns the checks that a policy has for the patterns that it names. A policy that is cut short, or made by an older server, has
 * fewer.
 *
 * @example
 * readPatternChecks({ keep_patterns: ['c178fbb9bf4271ab'], pattern_checks: 'jC/NF6KKcqM=' })
 * // → { keep: ['8c2fcd17a28a72a3'], rated: new Map() }
 */
export function readPatternChecks(policy: NamesPatterns): PatternChecks {
  const packed = Buffer.from(policy.pattern_checks ?? '', 'base64')
  let at = 0
  const next = () => {
    const check = packed.toString('hex', at, at + CHECK_BYTES)
    at += CHECK_BYTES
    return check.length < CHECK_DIGITS || check === UNKNOWN ? undefined : check
  }
  const keep = (policy.keep_patterns ?? []).map(next)
  const rated = new Map<string, string>()
  for (const id of ratedIds(policy)) {
    const check = next()
    if (check !== undefined) rated.set(id, check)
  }
  return { keep, rated }
}

/**
 * Returns `pattern_checks` of a policy: 64 bits a pattern, `keep_patterns` first, then the ids of rates and values in their order as
 * text. At most so many characters of base64: the last ones are left out. Returns an empty text, which is no `pattern_checks`, if no pattern is
 * named.
 */
export function packPatternChecks(
  policy: NamesPatterns,
  { keep, rated }: PatternChecks,
  maxCharacters = MAX_CHARACTERS,
): string {
  const checks = [
    ...(policy.keep_patterns ?? []).map((_, i) => keep[i] ?? UNKNOWN),
    ...ratedIds(policy).map((id) => rated.get(id) ?? UNKNOWN),
  ]
  // One stays: that there are checks says what is not to be kept.
  while (checks.length > 1 && checks.at(-1) === UNKNOWN) checks.pop()
  const fits = Math.floor((Math.floor(maxCharacters / 4) * 3) / CHECK_BYTES)
  return Buffer.from(checks.slice(0, fits).join(''), 'hex').toString('base64')
}

function ratedIds({ pattern_rates = {}, pattern_values = {} }: NamesPatterns): string[] {
  return [...new Set([...Object.keys(pattern_rates), ...Object.keys(pattern_values)])].sort()
}
