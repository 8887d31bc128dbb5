import type { DeliveredCount, DeliveredReport, ErrorCount, StatsReceipt, StatsReport } from 'lipservice/protocol'
import { cleanText } from '../internal/clean-text.js'
import { epochSeconds, type Now } from '../internal/clock.js'
import type { Delivery } from '../store/contracts/counters.js'
import { COUNTS } from '../store/tables.js'
import { cleanBytes, cleanRecords } from './clean.js'
import { type KnownPattern, lacksTemplate } from './known-patterns.js'
import type { KnownService } from './known-service.js'
import type { PendingReports } from './pending-reports.js'
import { CountsBeingRead } from './report-counts.js'
import type { ServiceCatalog } from './service-catalog.js'
import { toldFamiliesOf } from './told-families.js'
import { WantedTemplates } from './wanted-templates.js'

/** A report's time may differ from the server's by so much. A greater difference is cut to this. */
const MAX_SKEW_SECONDS = 600
/** The counts of a report are spread over its window, but over no more than this. */
const MAX_SPREAD_SECONDS = 300
const MAX_WINDOW_SECONDS = 3_600
/** Reports of a service per minute up to which they are spread. More of them even out by themselves. */
const MAX_REPORTS_TO_SPREAD = 10
/** There is room again once what waits is written. */
const NO_MEMORY_SECONDS = 10
/** Under load reports are asked for at most so many times less often. */
const MAX_STRETCH = 5

export type IngestResult =
  | { readonly kind: 'accepted'; readonly receipt: StatsReceipt }
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number }
  | { readonly kind: 'too-many-services' }

export interface ServedVersion {
  readonly served: number
  readonly newest: number
}

export interface IngestParts {
  readonly catalog: ServiceCatalog
  readonly pending: PendingReports
  /** Returns the version that an instance is served, and the newest of all. */
  readonly policyVersion: (teamId: number, service: string, instanceId: string) => Promise<ServedVersion | undefined>
  readonly now: Now
  /** Between the reports of an instance. */
  readonly reportSeconds: number
}

/** Takes a parsed report of a team. It is counted at the next flush, unless it was before. */
export async function takeReport(parts: IngestParts, teamId: number, report: StatsReport): Promise<IngestResult> {
  const seconds = epochSeconds(parts.now)
  const service = await parts.catalog.service(teamId, cleanText(report.service_name), seconds)
  if (service === 'too-many-services') return { kind: service }
  if (service === 'no-memory') return { kind: 'busy', retryAfterSeconds: NO_MEMORY_SECONDS }
  service.users++
  try {
    return await takeReportOf(service, parts, teamId, report)
  } finally {
    service.users--
  }
}

async function takeReportOf(
  service: KnownService,
  { catalog, pending, policyVersion, now, reportSeconds }: IngestParts,
  teamId: number,
  report: StatsReport,
): Promise<IngestResult> {
  const seconds = epochSeconds(now)
  const at = Math.floor(Math.min(Math.max(report.timestamp, seconds - MAX_SKEW_SECONDS), seconds + MAX_SKEW_SECONDS))
  const serviceName = cleanText(report.service_name)
  const serviceVersion = report.service_version && cleanText(report.service_version)

  const wanted = new WantedTemplates(service.patterns)
  const patterns: KnownPattern[] = []
  const read = new CountsBeingRead(report.patterns.length * COUNTS.length)
  // A fleet has a hundred thousand of them a second: nothing is made for each.
  for (let i = 0; i < report.patterns.length; i++) {
    const pattern = report.patterns[i]!
    const { errors, severity } = severitiesOf(pattern.severity_distribution)
    const { signature, check, template } = pattern
    let known = service.patterns.find(signature, check)
    if (known === undefined || (template && lacksTemplate(known))) {
      const seen = { signature, check, template: template && cleanText(template), severity }
      known = catalog.pattern(service, seen, at, serviceVersion)
    }
    if (template === undefined && lacksTemplate(known)) wanted.add(signature)
    if (pattern.call_site !== undefined && known.signature === signature)
      service.patterns.place(known, cleanText(pattern.call_site))
    patterns.push(known)
    const to = i * COUNTS.length
    const seen = cleanRecords(pattern.count)
    read.set(to, seen)
    // Bytes are estimates that later reports correct: more of them may be kept than were seen, for once.
    read.set(to + 1, Math.min(cleanRecords(pattern.sampled_count), seen))
    read.set(to + 2, cleanBytes(pattern.bytes))
    read.set(to + 3, cleanBytes(pattern.sampled_bytes))
    read.set(to + 4, Math.min(cleanRecords(errors), seen))
  }
  const instanceId = cleanText(report.instance_id)
  const version = await policyVersion(teamId, serviceName, report.instance_id)
  const taken = pending.add({
    serviceId: service.id,
    instanceId,
    sequence: report.sequence,
    at,
    receivedAt: seconds,
    from: at - spreadOf(report, service, at),
    // The reports that a window takes are of one instance at one time.
    seconds: report.part ? 0 : Math.round(Math.min(Math.max(0, report.window_seconds ?? 0), MAX_WINDOW_SECONDS)),
    sdk: report.sdk && cleanText(report.sdk),
    serviceVersion,
    policyVersion: knownVersion(report.policy_version, version),
    mode: report.mode,
    patterns,
    counts: read.counts,
    keptByReason: report.kept_by_reason && service.reasons.count(report.kept_by_reason),
    droppedByReason: report.dropped_by_reason && service.reasons.count(report.dropped_by_reason),
    overheadBytes: cleanBytes(report.overhead_bytes ?? 0),
    delivery: report.delivered && deliveryOf(report.delivered),
    errors: report.errors && errorsOf(report.errors),
    shadowDropped: report.shadow_dropped && shadowDroppedOf(report.shadow_dropped),
    host: report.host && cleanText(report.host),
    pod: report.pod && cleanText(report.pod),
    families: toldFamiliesOf(report),
  })
  if (!taken) return busy(pending)
  return {
    kind: 'accepted',
    receipt: {
      ...(version !== undefined && { policy_version: version.served }),
      next_report_seconds: reportSeconds * stretchAt(pending.load),
      templates_once: true,
      ...wanted.asked(),
      ...service.wantedFamilies.askedOf(instanceId, report.sequence),
    },
  }
}

/** Returns what is said while there is no room: the more waits, the later one comes again. */
export function busy({ load }: PendingReports): Extract<IngestResult, { kind: 'busy' }> {
  return { kind: 'busy', retryAfterSeconds: 5 + Math.floor(load * 25) }
}

function deliveryOf({ accepted, refused, lost }: DeliveredReport): Delivery {
  return {
    delivered: cleanRecords(accepted?.records ?? 0),
    deliveredBytes: cleanBytes(accepted?.bytes ?? 0),
    refused: cleanRecords(refused?.records ?? 0),
    lost: cleanRecords(lost?.records ?? 0),
  }
}

function errorsOf(reported: ErrorCount): ErrorCount {
  const seen = cleanRecords(reported.seen)
  return { seen, kept: Math.min(cleanRecords(reported.kept), seen) }
}

function shadowDroppedOf({ records, bytes }: DeliveredCount): Required<DeliveredCount> {
  return { records: cleanRecords(records), bytes: cleanBytes(bytes) }
}

/** Returns how many times less often reports are asked for: from half of the load on, up to the bound. */
function stretchAt(load: number): number {
  return 1 + Math.min(1, Math.max(0, load - 0.5) * 2) * (MAX_STRETCH - 1)
}

/** Returns the records of ERROR and above, and the severity that most records have. */
function severitiesOf(distribution: Readonly<Record<string, number>> | undefined): {
  errors: number
  severity: string
} {
  let severity = 'INFO'
  let most = 0
  let errors = 0
  for (const name in distribution) {
    const count = distribution[name]!
    if (name === 'ERROR' || name === 'CRITICAL') errors += count
    if (count > most) {
      most = count
      severity = name
    }
  }
  return { errors, severity: cleanText(severity.slice(0, 16)) }
}

function spreadOf({ window_seconds: window = 0 }: StatsReport, service: KnownService, at: number): number {
  if (service.reportsAt(at) > MAX_REPORTS_TO_SPREAD) return 0
  return Math.floor(Math.min(window, MAX_SPREAD_SECONDS))
}

/** Returns a version only if it was ever made: nobody can fill a table with others. */
function knownVersion(version: number | undefined, known: ServedVersion | undefined): number | undefined {
  return version !== undefined && known !== undefined && version <= known.newest ? version : undefined
}
