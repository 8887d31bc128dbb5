import { entryOf } from '../format/entry-of.js'
import { percent } from '../format/numbers.js'
import { plainText } from '../format/plain-text.js'
import { calendarDay } from '../format/times.js'
import type { AuditEntry } from '../state/audit.js'
import { zone } from '../state/preferences.js'
import { changeTexts as texts } from '../texts/changes.js'
import { budgetText } from './budget-text.js'

const UNITS = ['gb_per_day', 'usd_per_month', 'records_per_second'] as const

/** What an entry says was done: words, and the value that it was set to. */
export function changeOf({ action, detail }: AuditEntry): { readonly words: string; readonly value: string } {
  const version = typeof detail['version'] === 'number' ? texts.version(detail['version']) : ''
  if (action === 'policy.active' && detail['kind'] === 'incident') return { words: texts.keepsAll, value: '' }
  if (action === 'policy.active' && detail['kind'] === 'rollback') return { words: texts.rolledBack, value: version }
  const words = entryOf(texts.verbs, action) ?? plainText(action)
  if (action === 'budget.set') return { words, value: budgetChange(detail) }
  if (/^(lock|exemption|label)\.set$/.test(action)) return { words, value: fixedAt(detail) }
  const named = detail['name'] ?? detail['host']
  return { words, value: version === '' && typeof named === 'string' ? plainText(named) : version }
}

function budgetChange(detail: AuditEntry['detail']): string {
  const [before, after] = [budgetIn(detail['before']), budgetIn(detail)]
  return after === undefined ? '' : texts.budget(before, after)
}

function budgetIn(value: unknown): string | undefined {
  const { unit, amount } = (value ?? {}) as { unit?: unknown; amount?: unknown }
  const known = UNITS.find((one) => one === unit)
  return known === undefined || typeof amount !== 'number' ? undefined : budgetText({ unit: known, amount })
}

/** What a person fixed a pattern at, and until when. */
function fixedAt({ rate, class: name, expires_at: until }: AuditEntry['detail']): string {
  const value =
    typeof rate === 'number'
      ? texts.rate(percent(rate))
      : typeof name === 'string'
        ? texts.asClass(plainText(name))
        : ''
  return typeof until === 'number' ? texts.until(value, calendarDay(until, zone.value)) : value
}
