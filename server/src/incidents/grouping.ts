import type { EpochSeconds } from '../internal/clock.js'
import type { Finding, NewIncident, StoredIncident } from '../store/contracts/incidents.js'
import { type PatternName, patternName } from '../store/store.js'
import type { Sighting } from './watched-service.js'

/** An incident without any sighting for so long is over. */
const RESOLVED_AFTER_SECONDS = 600
/** What comes back within this is the same incident. */
export const REOPENED_WITHIN_SECONDS = 1_800
const MAX_FINDINGS = 50
const MINUTE_SECONDS = 60

export interface SeenIn {
  readonly teamId: number
  readonly serviceId: number
  readonly release: string
  readonly sightings: readonly (Sighting & PatternName & { readonly template: string; readonly severity: string })[]
}

export interface Changes {
  readonly opened: NewIncident[]
  readonly changed: StoredIncident[]
}

/**
 * Groups sightings into incidents. An incident has all of a service and release, ends after ten quiet minutes, and goes
 * on if something comes back within half an hour.
 *
 * @param incidents open, or closed within the last half hour
 * @param now end of what was looked at
 * @returns what is to be written
 */
export function group(incidents: readonly StoredIncident[], seen: readonly SeenIn[], now: EpochSeconds): Changes {
  const opened: NewIncident[] = []
  const changed: StoredIncident[] = []
  const touched = new Set<number>()
  for (const { teamId, serviceId, release, sightings } of seen) {
    if (sightings.length === 0) continue
    const known = incidents
      .filter((incident) => incident.serviceId === serviceId && incident.release === release)
      .findLast(({ resolvedAt }) => resolvedAt === undefined || now - resolvedAt < REOPENED_WITHIN_SECONDS)
    const times = sightings.map(({ at }) => at)
    const lastAt = Math.max(...times, known?.lastAt ?? 0)
    const findings = merged(known?.findings ?? [], sightings)
    if (known === undefined) {
      const openedAt = Math.min(...times)
      opened.push({ teamId, serviceId, release, openedAt, lastAt, resolvedAt: undefined, findings })
      continue
    }
    touched.add(known.id)
    const next = { ...known, lastAt, resolvedAt: undefined, findings }
    if (JSON.stringify(next) !== JSON.stringify(known)) changed.push(next)
  }
  for (const incident of incidents) {
    if (touched.has(incident.id) || incident.resolvedAt !== undefined) continue
    if (now - incident.lastAt - MINUTE_SECONDS >= RESOLVED_AFTER_SECONDS) changed.push({ ...incident, resolvedAt: now })
  }
  return { opened, changed }
}

function merged(known: readonly Finding[], sightings: SeenIn['sightings']): Finding[] {
  const findings = new Map(known.map((finding) => [`${finding.kind} ${patternName(finding)}`, finding]))
  for (const { kind, signature, check, template, severity, expected, observed, at } of sightings) {
    const key = `${kind} ${patternName({ signature, check })}`
    const before = findings.get(key)
    if (before === undefined && findings.size >= MAX_FINDINGS) continue
    findings.set(key, {
      kind,
      signature,
      check,
      template: before?.template ?? template,
      severity: before?.severity ?? severity,
      expected: before?.expected ?? Number(expected.toPrecision(3)),
      observed:
        kind === 'silence'
          ? Math.min(before?.observed ?? observed, observed)
          : Math.max(before?.observed ?? 0, observed),
      since: Math.min(before?.since ?? at, at),
      last: Math.max(before?.last ?? at, at),
    })
  }
  return [...findings.values()]
}
