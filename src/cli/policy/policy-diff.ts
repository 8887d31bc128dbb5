import type { Policy } from '../../protocol/policy.js'
import { percent } from '../terminal/numbers.js'
import { wordsOf } from './policy-words.js'

/** What one policy says otherwise than another, in words. */
export interface PolicyChange {
  readonly field: keyof Policy
  readonly kind: 'added' | 'removed' | 'changed'
  readonly words: string
}

/** They change with each version, and say nothing of records. */
const OF_THE_DOCUMENT = new Set<keyof Policy>(['version', 'issued_at', 'reasoning', 'generated_by', 'llm_model'])
/** Said in words of their own; checks go with the patterns that they are of. */
const BY_PATTERN = ['pattern_rates', 'pattern_values', 'severity_rates'] as const
const LISTS = ['keep_patterns', 'merge_rules', 'word_families'] as const
const PACKED: keyof Policy = 'pattern_checks'

/** Returns what `after` says otherwise than `before`. What says nothing of records is left out, unless `all`. */
export function policyDiff(before: Policy, after: Policy, all = false): PolicyChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Policy)[]
  return fields.flatMap((field): PolicyChange[] => {
    if (!all && OF_THE_DOCUMENT.has(field)) return []
    const [a, b] = [before[field] ?? undefined, after[field] ?? undefined]
    if (JSON.stringify(a) === JSON.stringify(b)) return []
    if (isOneOf(BY_PATTERN, field)) return mapChanges(field, a as Rates, b as Rates)
    if (isOneOf(LISTS, field)) return listChanges(field, a as readonly unknown[], b as readonly unknown[])
    if (field === PACKED) return [{ field, kind: 'changed', words: 'the checks of the patterns differ' }]
    if (field === 'trace_key') return [{ field, kind: 'changed', words: 'the key of the traces differs' }]
    if (a === undefined) return [{ field, kind: 'added', words: wordsOf(field, b) }]
    if (b === undefined) return [{ field, kind: 'removed', words: `no longer: ${wordsOf(field, a)}` }]
    return [{ field, kind: 'changed', words: `${wordsOf(field, b)} (before: ${wordsOf(field, a)})` }]
  })
}

type Rates = Readonly<Record<string, number>> | undefined

function mapChanges(field: (typeof BY_PATTERN)[number], a: Rates = {}, b: Rates = {}): PolicyChange[] {
  const isRate = field !== 'pattern_values'
  const show = (value: number) => (isRate ? percent(value) : `worth ${value}`)
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()
  return names.flatMap((name): PolicyChange[] => {
    const [from, to] = [a[name], b[name]]
    if (from === to) return []
    if (from === undefined) return [{ field, kind: 'added', words: `${name}: ${isRate ? 'at most ' : ''}${show(to!)}` }]
    if (to === undefined)
      return [{ field, kind: 'removed', words: `${name}: no longer ${isRate ? 'at most ' : ''}${show(from)}` }]
    const way = to > from ? 'more' : 'less'
    return [{ field, kind: 'changed', words: `${name}: ${way}, ${show(to)} (before: ${show(from)})` }]
  })
}

const GAINED: Readonly<Record<(typeof LISTS)[number], readonly [gained: string, lost: string]>> = {
  keep_patterns: ['is kept whole', 'is no longer kept whole'],
  merge_rules: ['makes one pattern', 'makes no pattern any more'],
  word_families: ['is a family of words', 'is no family of words any more'],
}

function listChanges(
  field: (typeof LISTS)[number],
  a: readonly unknown[] = [],
  b: readonly unknown[] = [],
): PolicyChange[] {
  const nameOf = (one: unknown) => (typeof one === 'string' ? one : `"${(one as { template?: unknown }).template}"`)
  const without = (from: readonly unknown[], others: readonly unknown[]) => {
    const known = new Set(others.map((one) => JSON.stringify(one)))
    return from.filter((one) => !known.has(JSON.stringify(one))).map(nameOf)
  }
  const [gained, lost] = GAINED[field]
  return [
    ...without(b, a).map((name) => ({ field, kind: 'added' as const, words: `${name} ${gained}` })),
    ...without(a, b).map((name) => ({ field, kind: 'removed' as const, words: `${name} ${lost}` })),
  ]
}

const isOneOf = <Name extends string>(names: readonly Name[], name: string): name is Name =>
  names.some((one) => one === name)
