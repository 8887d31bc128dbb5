import { z } from '@hono/zod-openapi'
import { epochSeconds, type Now } from '../../internal/clock.js'
import type { AuditEntry } from '../../store/contracts/audit.js'
import { IMPORT_STATES, type ImportRequest, type StoredImport } from '../../store/contracts/posthog-imports.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { reason } from './reason-field.js'

const PATH = '/api/v1/posthog/imports'
const LIMITS = { wireBytes: 65_536, bytes: 262_144 }
const HOUR_SECONDS = 3_600
/** Minutes are kept for so long. */
const MAX_HOURS = 48
/** Later records of an hour may still be on their way to PostHog. */
const LATE_SECONDS = 900
const MAX_SHOWN = 100

const importId = z.string().regex(/^[\w.:-]{8,100}$/, 'must be 8–100 letters, digits, _ . : or -')
const body = z
  .object({
    import_id: importId
      .optional()
      .openapi({ description: 'Names the import: two with one name are one. Absent: made of project and hours.' }),
    hours: z.number().int().min(1).max(MAX_HOURS).default(MAX_HOURS),
    services: z.array(z.string().min(1).max(256)).max(100).default([]).openapi({ description: 'Empty: all.' }),
    mode: z.enum(['auto', 'exact', 'sample']).default('auto'),
    reason: reason.optional(),
  })
  .openapi('NewPostHogImport')

const shown = z
  .object({
    import_id: z.string(),
    state: z
      .enum(IMPORT_STATES)
      .openapi({ description: 'open: it runs, or waits for its turn: see the job `import`.' }),
    from: z.number().int().openapi({ description: 'Epoch seconds.' }),
    to: z.number().int(),
    services: z.array(z.string()),
    mode: z.string(),
    hours_done: z.number().int(),
    hours_all: z.number().int(),
    records: z.number().openapi({ description: 'Records that it has added.' }),
    service_hours: z.object({}).catchall(z.number()).openapi({
      description:
        'Hours of services by what became of them: added; repeated; imported: another import has them; reported: SDKs reported in them; too_old; too_recent; empty; no_room.',
    }),
    notes: z.array(z.string()).openapi({
      description:
        'How it was read: no_patterns, only_logs_read, sampled, thinned, drop_rules, weights_unread, bodies_unread, shapes_unread.',
    }),
    started_at: z.number().int(),
    started_by: z.string(),
    updated_at: z.number().int(),
  })
  .openapi('PostHogImport')

const shownImport = ({ request, progress, ...found }: StoredImport) => ({
  import_id: found.importId,
  state: found.state,
  from: request.from,
  to: request.to,
  services: request.services,
  mode: request.mode,
  hours_done: progress.hoursDone,
  hours_all: progress.hoursAll,
  records: progress.records,
  service_hours: progress.serviceHours,
  notes: progress.notes,
  started_at: found.startedAt,
  started_by: found.startedBy,
  updated_at: found.updatedAt,
})

/** History that comes from PostHog: read by the leader, an hour at a time. */
export function postHogImportRoutes({ posthog }: Pick<Store, 'posthog'>, now: Now): Endpoint[] {
  const entryOf = (teamId: number, actor: string, action: string, reason: string, detail: object): AuditEntry => ({
    teamId,
    at: epochSeconds(now),
    actor,
    action,
    service: '',
    reason,
    detail: { ...detail },
  })
  const foundOf = async (teamId: number, id: string) => {
    const found = await posthog.findImport(teamId, id)
    if (found === undefined) throw new Problem(404, 'the team has no such import')
    return found
  }
  return [
    endpoint({
      method: 'get',
      path: PATH,
      scopes: ['admin'],
      summary: `Imports of history from PostHog, the newest first; ${MAX_SHOWN} at most`,
      responses: [{ status: 200, description: 'The imports', schema: z.object({ imports: z.array(shown) }) }],
      async handle({ principal: { teamId } }) {
        return json({ imports: (await posthog.imports(teamId, MAX_SHOWN)).map(shownImport) })
      },
    }),
    endpoint({
      method: 'post',
      path: PATH,
      scopes: ['admin'],
      summary:
        'Begins to import whole hours of history, or goes on with an import that was cancelled; one that is open or done is answered as it is',
      body: { schema: body, limits: LIMITS, checked: true },
      responses: [{ status: 200, description: 'The import', schema: shown }],
      async handle({ body: { import_id: named, hours, services, mode, reason }, principal: { teamId, keyId } }) {
        const connection = await posthog.find(teamId)
        if (connection === undefined) throw new Problem(409, 'the team has no connection to PostHog')
        const at = epochSeconds(now)
        const request = { ...periodOf(at, hours), services, mode }
        const id = named ?? `posthog-${connection.project}-${request.from}-${request.to}`
        const progress = {
          hoursDone: 0,
          hoursAll: (request.to - request.from) / HOUR_SECONDS,
          records: 0,
          serviceHours: {},
          notes: [],
          resumeFrom: undefined,
        }
        const times = { startedAt: at, startedBy: keyId, updatedAt: at }
        const begun: StoredImport = { teamId, importId: id, state: 'open', request, progress, ...times }
        const detail = { import_id: id, ...request }
        await posthog.startImport(begun, entryOf(teamId, keyId, 'posthog.import_started', reason ?? '', detail))
        return json(shownImport(await foundOf(teamId, id)))
      },
    }),
    endpoint({
      method: 'post',
      path: `${PATH}/{import_id}/cancel`,
      scopes: ['admin'],
      summary: 'Ends an import; hours that it added stay',
      params: z.object({ import_id: importId }),
      responses: [{ status: 200, description: 'The import', schema: shown }],
      async handle({ params: { import_id: id }, principal: { teamId, keyId } }) {
        const entry = entryOf(teamId, keyId, 'posthog.import_cancelled', '', { import_id: id })
        const isCancelled = await posthog.cancelImport(teamId, id, entry)
        const found = await foundOf(teamId, id)
        if (!isCancelled) throw new Problem(409, `the import is ${found.state}`)
        return json(shownImport(found))
      },
    }),
  ]
}

/** Returns the newest whole hours that are over for a while, as far as minutes are kept. */
function periodOf(at: number, hours: number): Pick<ImportRequest, 'from' | 'to'> {
  const to = Math.floor((at - LATE_SECONDS) / HOUR_SECONDS) * HOUR_SECONDS
  const oldest = Math.ceil((at - MAX_HOURS * HOUR_SECONDS) / HOUR_SECONDS) * HOUR_SECONDS
  return { from: Math.max(to - hours * HOUR_SECONDS, oldest), to }
}
