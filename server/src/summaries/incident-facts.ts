import { count } from '../internal/amount-text.js'
import type { Finding, FindingKind, StoredIncident } from '../store/contracts/incidents.js'
import type { PolicySummary } from '../store/contracts/policies.js'
import { type Facts, figure, minuteOf, quoted } from './facts.js'

const MAX_FINDINGS = 5
const MAX_VERSIONS = 5
const WHAT: Readonly<Record<FindingKind, string>> = {
  error_surge: 'errors surge',
  silence: 'it has fallen silent',
  spike: 'it comes far more often',
  new_pattern: 'it is new',
}
/** The weightiest first. */
const ORDER: readonly FindingKind[] = ['error_surge', 'silence', 'spike', 'new_pattern']

interface FindingFact extends Facts {
  readonly what: string
  readonly expected_a_minute: number
  readonly seen_a_minute: number
  readonly since: string
}

/** What is known of an incident. */
export interface IncidentFacts {
  readonly opened: string
  readonly state: string
  readonly lasted_minutes: number
  readonly findings: number
  readonly weightiest: readonly FindingFact[]
  readonly policy_versions_meanwhile: readonly Facts[]
}

/** @param policies versions that were made or moved meanwhile */
export function incidentFacts(incident: StoredIncident, policies: readonly PolicySummary[]): IncidentFacts {
  const { openedAt, lastAt, resolvedAt, findings } = incident
  return {
    opened: minuteOf(openedAt),
    state: resolvedAt === undefined ? 'open' : `resolved at ${minuteOf(resolvedAt)}`,
    lasted_minutes: Math.max(1, Math.round(((resolvedAt ?? lastAt) - openedAt) / 60)),
    findings: findings.length,
    weightiest: weightiest(findings).map((finding) => ({
      what: WHAT[finding.kind],
      ...(finding.signature === '' ? { of: 'the service as a whole' } : quoted(finding.template)),
      expected_a_minute: figure(finding.expected),
      seen_a_minute: figure(finding.observed),
      since: minuteOf(finding.since),
    })),
    policy_versions_meanwhile: policies.slice(0, MAX_VERSIONS).map(({ version, kind, stage, stageAt }) => ({
      version,
      kind,
      stage,
      at: minuteOf(stageAt),
    })),
  }
}

export function weightiest(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)).slice(0, MAX_FINDINGS)
}

/** Returns what facts say of an incident, in our own sentences. */
export function incidentText(facts: IncidentFacts): string {
  const {
    opened,
    state,
    lasted_minutes: minutes,
    findings,
    weightiest: told,
    policy_versions_meanwhile: versions,
  } = facts
  const more = findings - told.length
  return [
    `It was opened at ${opened} with ${count(findings, 'finding')}, and is ${state === 'open' ? `open; the last was seen after ${count(minutes, 'minute')}` : `${state}, after ${count(minutes, 'minute')}`}.`,
    ...told.map(sentenceOf),
    ...(more > 0 ? [`And ${count(more, 'finding')} more.`] : []),
    ...(versions.length === 0
      ? ['The policy stayed as it was.']
      : [
          `Meanwhile ${versions.map(({ version, kind, stage, at }) => `version ${version} of the policy (${kind}) became ${stage} at ${at}`).join(', ')}.`,
        ]),
  ].join(' ')
}

function sentenceOf(fact: FindingFact): string {
  const { what, template, since, expected_a_minute: expected, seen_a_minute: seen } = fact
  const about = template === undefined ? 'In the service as a whole' : `'${template}'`
  const figures =
    what === WHAT.new_pattern ? `${seen} in a minute at most` : `${seen} in a minute, ${expected} expected`
  return `${about}: ${what} since ${since}, ${figures}.`
}
