import { cleanText } from '../terminal/clean-text.js'
import { labelled } from '../terminal/labelled.js'
import { count, counted, percent, usd } from '../terminal/numbers.js'
import type { Screen } from '../terminal/screen.js'
import type { ShownAnalysis } from './shown-analysis.js'

const SHOWN_FIELDS = 5

/** Returns what else is said of a file, a line a fact: errors, services, fields, secrets. */
export function analysisFactsText({ result, monthly }: ShownAnalysis, screen: Screen): string[] {
  const fact = (name: string, text: string) => labelled(screen, 'bold', name, 9, text)
  const { records, errors, failed, fields, secrets, services, patterns } = result
  const ofErrors = patterns.count((tally) => tally.errors > 0)
  const named = [...services].filter(([name]) => name !== '').toSorted(([, a], [, b]) => b - a)
  const shared = patterns.count((tally) => tally.services.length > 1)
  return [
    fact(
      'Errors',
      errors === 0
        ? 'none'
        : `${count(errors)} (${percent(errors / records)}) of ${counted(ofErrors, 'pattern')}: always kept, whatever the budget`,
    ),
    ...(failed > 0
      ? [
          fact(
            'Failures',
            counted(
              failed,
              'record below ERROR tells of one: a pattern of its own',
              'records below ERROR tell of one: patterns of their own',
            ),
          ),
        ]
      : []),
    ...(named.length > 1
      ? [
          fact(
            'Services',
            named
              .slice(0, 6)
              .map(([name, many]) => `${cleanText(name, 40, screen.unicode)} ${count(many)}`)
              .join(', '),
          ),
        ]
      : []),
    ...(shared > 0
      ? [
          fact(
            'Shared',
            counted(shared, 'pattern is logged by several services', 'patterns are logged by several services'),
          ),
        ]
      : []),
    ...(fields.length > 0
      ? [
          fact(
            'Fields',
            fields
              .slice(0, SHOWN_FIELDS)
              .map(({ name, bytes: size }) => `${cleanText(name, 30, screen.unicode)} ${usd(monthly.usd(size))}`)
              .join(', '),
          ),
        ]
      : []),
    fact(
      'Secrets',
      secrets.length === 0
        ? 'none found'
        : `${secrets.map(({ kind, count: many }) => `${count(many)} ${kind}`).join(', ')}: masked before anything leaves a process`,
    ),
  ].flat()
}
