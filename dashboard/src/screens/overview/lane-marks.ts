import type { Mark } from '../../charts/series.js'
import { plainText } from '../../format/plain-text.js'
import type { Incident } from '../../state/incidents.js'
import { overview } from '../../texts/overview.js'
import type { AuditEntry } from './audit-resource.js'

const { chart } = overview

/** Returns what the lane of the team's chart shows: incidents, what people changed, and what was taken back. */
export function laneMarks(
  incidents: readonly Incident[],
  byPeople: readonly AuditEntry[],
  takenBack: readonly AuditEntry[],
  now: number,
): Mark[] {
  return [
    ...incidents.map(
      ({ id, service, opened_at, resolved_at }): Mark => ({
        at: opened_at,
        until: resolved_at ?? now,
        kind: 'incident',
        label: chart.incidentMark(id, plainText(service)),
      }),
    ),
    ...byPeople.map(
      ({ at, service, reason, action }): Mark => ({
        at,
        kind: 'person',
        label: chart.mark(service === null ? chart.team : plainText(service), plainText(reason || action)),
      }),
    ),
    ...takenBack.map(
      ({ at, service, action, detail }): Mark => ({
        at,
        kind: 'bad',
        label: chart.backMark(plainText(service ?? chart.team), `v${Number(detail['version'])}`, action.slice(7)),
      }),
    ),
  ]
}
