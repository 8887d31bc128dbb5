import { deniedMillis, patientBackoffMillis, spread } from '../internal/backoff.js'
import type { Diag } from '../internal/diag.js'
import type { Random } from '../internal/random.js'
import type { Timer, Timers } from '../internal/timer.js'
import { MAX_REPORT_BYTES } from '../protocol/endpoints.js'
import type { StatsReceipt } from '../protocol/stats-receipt.js'
import type { StatsReport } from '../protocol/stats-report.js'
import type { ControlPlaneClient, StatsResponse } from './client.js'

const FIRST_REPORT_MILLIS = 2_500
const FIRST_SPREAD = 1
const INTERVAL_MILLIS = 60_000
const INTERVAL_SPREAD = 0.1
/** Bytes that compressing may add to what cannot be compressed: gzip adds a thousandth. */
const COMPRESSION_MARGIN = MAX_REPORT_BYTES / 64
/** What a report is split down to where the server, or a proxy before it, takes less than the protocol says. Any one pattern fits. */
const MIN_REPORT_BYTES = 16 * 1024
/** Reports in a row. What does not fit into them waits for the next interval. */
const MAX_PARTS = 64

export interface StatsReporterOptions {
  readonly client: Pick<ControlPlaneClient, 'sendStats'>
  /** Returns and takes counts since the last take, as many as fit into so many bytes of JSON; `undefined` when there are none. */
  readonly takeReport: (maxBytes: number) => StatsReport | undefined
  /** The report taken last had no room for all counts. */
  readonly hasMore: () => boolean
  /** Gives back the counts of a report that was never accepted. */
  readonly putBack: (report: StatsReport) => void
  /** A report was accepted: what the server says to that. */
  readonly onReceipt?: (receipt: StatsReceipt) => void
  /** The server has named its newest policy version. */
  readonly onPolicyVersion: (version: number) => void
  readonly diag: Diag
  readonly timers: Timers
  readonly random: Random
}

/** Counts of the reports to a LipService server; 0 without one. */
export interface ReportStats {
  /** Reports that the LipService server accepted. */
  readonly sent: number
  /** Attempts that failed; their counts went into a later attempt. */
  readonly failed: number
}

/**
 * Sends reports: the first within 5 s of the first record, then every 60 s or as the server says. A report without a
 * response is sent again unchanged, with the same sequence, so that the server knows the repeat; at most one is held. What does not fit
 * into one report is sent in several, one behind the other; a response of 413 halves what fits.
 */
export interface StatsReporter {
  /** Cheap: called for every record. */
  recordSeen(): void
  /** Sends what has been counted until now, after a report that is being sent. One attempt each. */
  flush(): Promise<void>
  /** Puts the counts of a report without a response back. Nothing is sent afterwards. */
  stop(): void
  stats(): ReportStats
}

export function createStatsReporter(options: StatsReporterOptions): StatsReporter {
  const { client, takeReport, hasMore, putBack, onReceipt = () => {}, onPolicyVersion, diag, timers, random } = options
  let unanswered: StatsReport | undefined
  let sending: Promise<void> | undefined
  let timer: Timer | undefined
  let maxBytes = MAX_REPORT_BYTES - COMPRESSION_MARGIN
  let failures = 0
  let sent = 0
  let failed = 0
  let stopped = false

  async function send(): Promise<void> {
    let delayMillis = spread(INTERVAL_MILLIS, INTERVAL_SPREAD, random)
    for (let parts = 0; parts < MAX_PARTS && !stopped; parts++) {
      const report = unanswered ?? takeReport(maxBytes)
      if (report === undefined) break
      unanswered = report
      const answer = await client.sendStats(report)
      // stop() has given the report up meanwhile.
      if (unanswered !== report) return
      delayMillis = settle(report, answer)
      const goesOn = answer.kind === 'too_large' ? fitsLess(answer.bytes) : answer.kind === 'accepted' && hasMore()
      if (!goesOn) break
    }
    arm(delayMillis)
  }

  /** Halves what is sent at once. Returns whether that is less than was refused. */
  function fitsLess(refusedBytes: number): boolean {
    maxBytes = Math.max(MIN_REPORT_BYTES, Math.floor(Math.min(maxBytes, refusedBytes) / 2))
    return maxBytes < refusedBytes
  }

  /** Takes note of a response. Returns the delay until the next report, in milliseconds. */
  function settle(report: StatsReport, answer: StatsResponse): number {
    if (answer.kind === 'accepted') {
      unanswered = undefined
      sent++
      failures = 0
      diag.resolved('report_missed')
      onReceipt(answer.receipt)
      const { policy_version: version, next_report_seconds: seconds } = answer.receipt
      if (version !== undefined) onPolicyVersion(version)
      return seconds === undefined ? spread(INTERVAL_MILLIS, INTERVAL_SPREAD, random) : seconds * 1_000
    }
    failed++
    failures++
    diag.once('report_missed', { cause: answer.problem })
    if (answer.kind === 'refused' || answer.kind === 'too_large') {
      // This very report will never be accepted: its counts go into others.
      unanswered = undefined
      putBack(report)
      return spread(INTERVAL_MILLIS, INTERVAL_SPREAD, random)
    }
    if (answer.kind === 'denied') return deniedMillis(random)
    return answer.retryAfterMillis ?? patientBackoffMillis(failures, random)
  }

  function arm(delayMillis: number): void {
    timer?.cancel()
    timer = stopped ? undefined : timers.after(delayMillis, () => void run())
  }

  /** One report at a time. */
  function run(): Promise<void> {
    sending ??= send()
      .catch((error: unknown) => {
        diag.once('report_missed', { cause: error })
        arm(spread(INTERVAL_MILLIS, INTERVAL_SPREAD, random))
      })
      .finally(() => {
        sending = undefined
      })
    return sending
  }

  return {
    recordSeen() {
      if (timer === undefined && sending === undefined) arm(spread(FIRST_REPORT_MILLIS, FIRST_SPREAD, random))
    },
    async flush() {
      await sending
      await run()
      // What was sent may have been an older, unanswered report.
      if (unanswered === undefined) await run()
    },
    stop() {
      stopped = true
      timer?.cancel()
      if (unanswered !== undefined) putBack(unanswered)
      unanswered = undefined
    },
    stats: () => ({ sent, failed }),
  }
}
