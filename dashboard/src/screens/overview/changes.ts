import { budgetText } from '../../parts/budget-text.js'
import { overview } from '../../texts/overview.js'
import type { AuditEntry } from './audit-resource.js'

const texts = overview.changes
const UNITS = ['gb_per_day', 'usd_per_month', 'records_per_second'] as const

/** What an entry says was done: words, and the value that it was set to. */
export function changeOf({ action, detail }: AuditEntry): { readonly words: string; readonly value: string } {
  const version = typeof detail['version'] === 'number' ? `v${detail['version']}` : ''
  if (action === 'policy.active' && detail['kind'] === 'incident') return { words: texts.keepsAll, value: '' }
  if (action === 'policy.active' && detail['kind'] === 'rollback') return { words: texts.rolledBack, value: version }
  const words = texts.verbs[action as keyof typeof texts.verbs] ?? action
  if (action !== 'budget.set') return { words, value: version }
  const [before, after] = [budgetIn(detail['before']), budgetIn(detail)]
  return { words, value: after === undefined ? '' : texts.budget(before, after) }
}

function budgetIn(value: unknown): string | undefined {
  const { unit, amount } = (value ?? {}) as { unit?: unknown; amount?: unknown }
  const known = UNITS.find((one) => one === unit)
  return known === undefined || typeof amount !== 'number' ? undefined : budgetText({ unit: known, amount })
}

/** Returns how often the allocator adjusted each service, most often first. */
export function adjustmentsOf(entries: readonly AuditEntry[]): [service: string, times: number][] {
  const times = new Map<string, number>()
  for (const { detail, service } of entries)
    if (detail['kind'] === 'adjustment') times.set(service ?? '', (times.get(service ?? '') ?? 0) + 1)
  return [...times].toSorted((a, b) => b[1] - a[1])
}

/**
 * Returns what is told one by one, newest first: what people did, what was taken back, and plans that came into force.
 * Adjustments are not: over nine of ten entries are theirs.
 */
export function toldOneByOne(
  byPeople: readonly AuditEntry[],
  takenBack: readonly AuditEntry[],
  putInForce: readonly AuditEntry[],
): AuditEntry[] {
  const plans = putInForce.filter(({ actor, detail }) => actor === 'rollouts' && detail['kind'] !== 'revert')
  const all = new Map([...byPeople, ...takenBack, ...plans].map((entry) => [entry.id, entry]))
  return [...all.values()].toSorted((a, b) => b.id - a.id)
}
