import * as z from 'zod/mini'
import type { MarkedIncident, StagedPolicy } from '../../../posthog/marks/lipservice-marks.js'
import type { SavedHour } from '../../../posthog/tell/saved-hour.js'
import type { ServerReader } from './server-reader.js'

const SETTINGS = z.object({ team_id: z.int() })
const SERVICES = z.object({ services: z.array(z.object({ service: z.string(), seen: z.number() })) })
const POINTS = z.object({
  points: z.array(
    z.object({
      time: z.int(),
      seen: z.number(),
      kept: z.number(),
      bytes: z.number(),
      billed_bytes: z.number(),
      relative_standard_error: z.nullable(z.number()),
    }),
  ),
})
const AUDIT = z.object({
  entries: z.array(
    z.object({
      at: z.int(),
      action: z.string(),
      service: z.nullable(z.string()),
      detail: z.looseObject({ version: z.optional(z.int()) }),
    }),
  ),
})
const INCIDENTS = z.object({
  incidents: z.array(
    z.object({ id: z.int(), service: z.string(), opened_at: z.int(), resolved_at: z.nullable(z.int()) }),
  ),
})

const STAGE = /^policy\.([a-z]+)$/

/** What a server knows of a time, as far as PostHog is told. */
export interface ServerPast {
  readonly teamId: number
  readonly hours: readonly SavedHour[]
  readonly policies: readonly StagedPolicy[]
  readonly incidents: readonly MarkedIncident[]
}

/** Reads hours of savings, one request a service, and what happened meanwhile. @throws InputError where there is no answer to use */
export async function readServer(server: ServerReader, from: number, to: number): Promise<ServerPast> {
  const period = { from: String(from), to: String(to) }
  const { team_id: teamId } = await server.get('/api/v1/settings', {}, SETTINGS)
  const { services } = await server.get('/api/v1/savings', { ...period, standard_error: 'false' }, SERVICES)
  const hours: SavedHour[] = []
  for (const { service, seen } of services) {
    if (seen <= 0) continue
    const { points } = await server.get('/api/v1/savings/timeline', { ...period, service, step: 'hour' }, POINTS)
    for (const point of points)
      hours.push({
        service,
        hour: point.time,
        seenRecords: point.seen,
        keptRecords: point.kept,
        seenBytes: point.bytes,
        keptBytes: point.billed_bytes,
        relativeStandardError: point.relative_standard_error ?? undefined,
      })
  }
  const audit = { action: 'policy', since: String(from), limit: '1000' }
  const { entries } = await server.get('/api/v1/audit', audit, AUDIT)
  const { incidents } = await server.get('/api/v1/incidents', { limit: '200' }, INCIDENTS)
  return {
    teamId,
    hours,
    policies: entries.flatMap(({ at, action, service, detail: { version } }) => {
      const stage = STAGE.exec(action)?.[1]
      return stage === undefined || service === null || version === undefined ? [] : [{ service, version, stage, at }]
    }),
    incidents: incidents
      .filter(({ opened_at, resolved_at }) => (resolved_at ?? opened_at) >= from)
      .map((one) => ({
        id: one.id,
        service: one.service,
        openedAt: one.opened_at,
        resolvedAt: one.resolved_at ?? undefined,
      })),
  }
}
