import { readPatternChecks } from '../../protocol/pattern-checks.js'
import type { Policy } from '../../protocol/policy.js'
import { cleanText } from '../terminal/clean-text.js'
import { labelled } from '../terminal/labelled.js'
import { percent } from '../terminal/numbers.js'
import { type Screen, styled } from '../terminal/screen.js'
import { tableOf } from '../terminal/table.js'
import { wrapped } from '../terminal/wrapped.js'
import { type CallSites, callSiteKey } from './call-sites.js'
import type { PolicyChange } from './policy-diff.js'
import { policyWords } from './policy-words.js'

const FIELD_COLUMNS = 18
const MAX_CHARACTERS = 4_000
const SITE_CHARACTERS = 60
const SIGNS: Readonly<Record<PolicyChange['kind'], string>> = { added: '+', removed: '-', changed: '~' }

/** Returns a policy in words. @param patterns how many patterns are listed @param sites where they are logged, as far as that is known */
export function policyText(
  name: string,
  policy: Policy,
  screen: Screen,
  patterns: number,
  sites: CallSites = new Map(),
): string {
  const head = `  ${styled(screen, 'bold', `Policy version ${policy.version}`)}  ${cleanText(name, 120, screen.unicode)}`
  return `${['', head, '', ...policyWords(policy).flatMap(({ field, words }) => fieldLines(field, words, screen)), ...patternLines(policy, screen, patterns, sites), ''].join('\n')}\n`
}

function fieldLines(field: string, words: string, screen: Screen): string[] {
  const text = cleanText(words, MAX_CHARACTERS, screen.unicode)
  return labelled(screen, 'dim', field, FIELD_COLUMNS, text)
}

function patternLines(policy: Policy, screen: Screen, most: number, sites: CallSites): string[] {
  const { pattern_rates: rates = {}, pattern_values: values = {}, keep_patterns: kept = [] } = policy
  const checks = readPatternChecks(policy)
  const named = [
    ...kept.map((id, i) => [id, 'kept whole', '', checks.keep[i] ?? '']),
    ...[...new Set([...Object.keys(rates), ...Object.keys(values)])].map((id) => [
      id,
      rates[id] === undefined ? '' : percent(rates[id]),
      values[id] === undefined ? '' : String(values[id]),
      checks.rated.get(id) ?? '',
    ]),
  ]
  const siteOf = ([id = '', , , check = '']: readonly string[]) =>
    cleanText(sites.get(callSiteKey(id, check)) ?? '', SITE_CHARACTERS, screen.unicode)
  const rows = sites.size === 0 ? named : named.map((row) => [...row, siteOf(row)])
  if (rows.length === 0 || most === 0) return []
  const columns = [
    { title: 'pattern' },
    { title: 'rate', align: 'right' as const },
    { title: 'value', align: 'right' as const, spare: 1 },
    { title: 'check', spare: 0 },
    ...(sites.size === 0 ? [] : [{ title: 'logged at', spare: 2 }]),
  ]
  const more =
    rows.length > most
      ? [styled(screen, 'dim', `  ${rows.length - most} more patterns: --patterns ${rows.length}`)]
      : []
  return ['', ...tableOf(screen, columns, rows.slice(0, most)), ...more]
}

/** Returns what changed, a line each. */
export function changesText(changes: readonly PolicyChange[], screen: Screen): string {
  if (changes.length === 0) return 'They say the same.\n'
  const style = { added: 'green', removed: 'red', changed: 'yellow' } as const
  const lines = changes.flatMap(({ field, kind, words }) =>
    wrapped(`${SIGNS[kind]} ${field}: ${cleanText(words, MAX_CHARACTERS, screen.unicode)}`, screen, 0, 2).map((line) =>
      styled(screen, style[kind], line),
    ),
  )
  return `${lines.join('\n')}\n`
}
