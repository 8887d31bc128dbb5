import { type AuditEntry, isAdjustment } from '../../state/audit.js'

type AuditRow =
  | { readonly kind: 'entry'; readonly entry: AuditEntry }
  /** Adjustments in a row, the newest first. */
  | { readonly kind: 'fold'; readonly entries: readonly AuditEntry[] }

/** Returns the rows of a list of entries, newest first: adjustments in a row are folded into one, of whatever service. */
export function foldEntries(entries: readonly AuditEntry[]): AuditRow[] {
  const rows: AuditRow[] = []
  let run: AuditEntry[] = []
  const close = (): void => {
    if (run.length === 1) rows.push({ kind: 'entry', entry: run[0]! })
    else if (run.length > 1) rows.push({ kind: 'fold', entries: run })
    run = []
  }
  for (const entry of entries) {
    if (isAdjustment(entry)) run.push(entry)
    else {
      close()
      rows.push({ kind: 'entry', entry })
    }
  }
  close()
  return rows
}

/** Returns how many entries are of each service, most first. */
export function countsByService(entries: readonly AuditEntry[]): (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const { service } of entries) counts.set(service ?? '', (counts.get(service ?? '') ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a)
}
