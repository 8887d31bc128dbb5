import type { DeliveryStats } from '../delivery/delivery-ledger.js'
import type { DeliveredReport } from '../protocol/stats-report.js'

/** What became of kept records since the start, as reports say it. Errors of which a summary was made are not lost: it stands for them. */
export function deliveredReport(stats: DeliveryStats): DeliveredReport {
  const { delivered, dropped, bytesSent, bytesRefused, bytesLost, spool } = stats
  const refused = dropped.rejected + dropped.too_large
  const all = Object.values(dropped).reduce((sum, records) => sum + records, 0)
  return {
    accepted: { records: delivered, bytes: bytesSent },
    refused: { records: refused, bytes: bytesRefused },
    lost: { records: all - refused - dropped.error_collapsed, bytes: bytesLost },
    ...(spool !== undefined && { spooled: { records: spool.records, bytes: spool.bytes } }),
  }
}
