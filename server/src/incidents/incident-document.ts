import type { Finding, FindingKind, StoredIncident } from '../store/contracts/incidents.js'

/** The weightiest finding is told first. */
const WEIGHT: Readonly<Record<FindingKind, number>> = { error_surge: 0, silence: 1, spike: 2, new_pattern: 3 }

/** An incident as the API and webhooks show it. Times are epoch seconds. */
export interface IncidentDocument {
  readonly id: number
  readonly service: string
  /** Of the service, as its instances report it; `null`: they do not. */
  readonly release: string | null
  readonly opened_at: number
  readonly last_at: number
  readonly resolved_at: number | null
  /** In one sentence. */
  readonly summary: string
  readonly findings: readonly FindingDocument[]
}

/** `check` is `null` where no SDK has said the pattern's. */
export type FindingDocument = Omit<Finding, 'check'> & { readonly check: string | null }

export function incidentDocument(incident: StoredIncident): IncidentDocument {
  const { id, service, release, openedAt, lastAt, resolvedAt, findings } = incident
  return {
    id,
    service,
    release: release === '' ? null : release,
    opened_at: openedAt,
    last_at: lastAt,
    resolved_at: resolvedAt ?? null,
    summary: summaryOf(incident),
    findings: findings.map((finding) => ({ ...finding, check: finding.check === '' ? null : finding.check })),
  }
}

function summaryOf({ service, release, findings }: StoredIncident): string {
  const [first, ...more] = findings.toSorted((a, b) => WEIGHT[a.kind] - WEIGHT[b.kind])
  if (first === undefined) return service
  const rest = more.length === 0 ? '' : `, and ${more.length} more`
  return `${service}${release === '' ? '' : ` ${release}`}: ${sentenceOf(first)}${rest}`
}

function sentenceOf({ kind, template, expected, observed }: Finding): string {
  switch (kind) {
    case 'spike':
      return `'${template}' came ${observed} times in a minute, ${expected} were expected`
    case 'silence':
      return `'${template}' has fallen silent; ${expected} a minute were expected`
    case 'error_surge':
      return `errors surge, ${observed} in a minute`
    case 'new_pattern':
      return `'${template}' is new`
  }
}
