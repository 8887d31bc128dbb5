import type { AuditEntry } from './audit-resource.js'

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
