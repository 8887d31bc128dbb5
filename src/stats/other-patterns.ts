import { SEVERITIES } from '../log-record.js'
import type { PatternReport } from '../protocol/stats-report.js'

/** Stands in reports for all patterns that were evicted or never admitted. */
const OTHER_SIGNATURE = '0000000000000000'

/** The counts of one more report of a pattern that has no entry. */
export function addToOther(other: PatternReport | undefined, report: PatternReport): PatternReport {
  const severities = { ...other?.severity_distribution }
  for (const severity of SEVERITIES) {
    const count = report.severity_distribution?.[severity]
    if (count !== undefined) severities[severity] = (severities[severity] ?? 0) + count
  }
  return {
    signature: OTHER_SIGNATURE,
    count: (other?.count ?? 0) + report.count,
    sampled_count: (other?.sampled_count ?? 0) + report.sampled_count,
    first_seen: Math.min(other?.first_seen ?? Number.POSITIVE_INFINITY, report.first_seen),
    last_seen: Math.max(other?.last_seen ?? 0, report.last_seen),
    severity_distribution: severities,
    bytes: (other?.bytes ?? 0) + (report.bytes ?? 0),
    sampled_bytes: (other?.sampled_bytes ?? 0) + (report.sampled_bytes ?? 0),
  }
}
