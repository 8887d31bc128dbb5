import type { DeliveredCount, DeliveredReport } from '../protocol/stats-report.js'

const FLOWS = ['accepted', 'refused', 'lost'] as const

/** Returns what was delivered, refused and lost between two counts, and what is on disk now; `undefined` if all of that is nothing. */
export function deliveredSince(before: DeliveredReport, now: DeliveredReport): DeliveredReport | undefined {
  const rows: [keyof DeliveredReport, DeliveredCount][] = []
  for (const flow of FLOWS) {
    const records = (now[flow]?.records ?? 0) - (before[flow]?.records ?? 0)
    const bytes = (now[flow]?.bytes ?? 0) - (before[flow]?.bytes ?? 0)
    if (records > 0 || bytes > 0) rows.push([flow, { records: Math.max(0, records), ...(bytes > 0 && { bytes }) }])
  }
  const { spooled } = now
  if (spooled !== undefined && (spooled.records > 0 || spooled.bytes)) rows.push(['spooled', spooled])
  return rows.length === 0 ? undefined : Object.fromEntries(rows)
}

/** Returns whether anything was delivered, refused or lost: what only waits is no news. */
export function hasFlow(delivered: DeliveredReport | undefined): boolean {
  return FLOWS.some((flow) => delivered?.[flow] !== undefined)
}
