import { type NamesPatterns, readPatternChecks } from 'lipservice/protocol'
import { namedBy, type PatternName, patternName } from '../store/store.js'

/** What a policy says of single patterns. Rates and values are of one pattern a signature, or of all that have it. */
export interface PolicyPatterns {
  keepsWhole(pattern: PatternName): boolean
  /** Returns `undefined` where the policy has none. */
  rateOf(pattern: PatternName): number | undefined
  /** Returns 1 where the policy has none. */
  valueOf(pattern: PatternName): number
}

/**
 * Returns what SDKs take from a policy. A pattern without a check is of older SDKs, which go by signatures alone; so does a document that has no
 * checks yet.
 */
export function policyPatterns(policy: NamesPatterns): PolicyPatterns {
  const { keep, rated } = readPatternChecks(policy)
  const ids = policy.keep_patterns ?? []
  const kept = new Set(ids)
  const keptPairs = new Set(
    ids.flatMap((signature, i) => (keep[i] === undefined ? [] : [patternName({ signature, check: keep[i] })])),
  )
  const isMeant = ({ signature, check }: PatternName) => check === '' || (rated.get(signature) ?? check) === check
  return {
    keepsWhole: (pattern) =>
      policy.pattern_checks === undefined || pattern.check === ''
        ? kept.has(pattern.signature)
        : keptPairs.has(patternName(pattern)),
    rateOf: (pattern) => (isMeant(pattern) ? policy.pattern_rates?.[pattern.signature] : undefined),
    valueOf: (pattern) => (isMeant(pattern) ? policy.pattern_values?.[pattern.signature] : undefined) ?? 1,
  }
}

/** What a policy says, by the names of patterns. */
export interface ByPattern {
  readonly kept: readonly string[]
  readonly rates: ReadonlyMap<string, number>
  readonly values: ReadonlyMap<string, number>
}

/** Returns the check of the pattern that has the rate and the value of a signature; empty: all that have it. */
export type RatedCheck = (signature: string) => string

/** Returns what a policy says by the names of patterns. What it has no check for is of the pattern that `checkOf` says. */
export function byPattern(policy: NamesPatterns, checkOf: RatedCheck): ByPattern {
  const { keep, rated } = readPatternChecks(policy)
  const named = (numbers: Readonly<Record<string, number>> = {}) =>
    new Map(
      Object.entries(numbers).map(([signature, n]) => [
        patternName({ signature, check: rated.get(signature) ?? checkOf(signature) }),
        n,
      ]),
    )
  return {
    kept: (policy.keep_patterns ?? []).map((signature, i) => patternName({ signature, check: keep[i] ?? '' })),
    rates: named(policy.pattern_rates),
    values: named(policy.pattern_values),
  }
}

/** Returns the fields of a policy that says this. Of the patterns of one signature at most one may have a rate or a value. */
export function patternFields({ kept, rates, values }: ByPattern): Required<Omit<NamesPatterns, 'pattern_checks'>> & {
  readonly checks: { readonly keep: readonly (string | undefined)[]; readonly rated: ReadonlyMap<string, string> }
} {
  const known = (check: string) => (check === '' ? undefined : check)
  const rated = new Map<string, string>()
  for (const name of [...rates.keys(), ...values.keys()]) {
    const { signature, check } = namedBy(name)
    if (check !== '') rated.set(signature, check)
  }
  const bySignature = (numbers: ReadonlyMap<string, number>) =>
    Object.fromEntries([...numbers].map(([name, n]) => [namedBy(name).signature, n]))
  return {
    keep_patterns: kept.map((name) => namedBy(name).signature),
    pattern_rates: bySignature(rates),
    pattern_values: bySignature(values),
    checks: { keep: kept.map((name) => known(namedBy(name).check)), rated },
  }
}
