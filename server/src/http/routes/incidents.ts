import { z } from '@hono/zod-openapi'
import { incidentDocument } from '../../incidents/incident-document.js'
import type { IncidentSwitch } from '../../policies/incident-switch.js'
import { OPERATORS, READERS } from '../../scope.js'
import { FINDING_KINDS } from '../../store/contracts/incidents.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { policySchema } from '../protocol-schemas.js'
import { putResponse } from './policies.js'
import { reason } from './reason-field.js'

const SWITCH = '/api/v1/services/{service}/incident-switch'
const LIMITS = { wireBytes: 4_096, bytes: 16_384 }

const params = z.object({ service: z.string().min(1).max(256) })
const finding = z.object({
  kind: z.enum(FINDING_KINDS),
  signature: z.string().openapi({ description: 'Empty: the service as a whole.' }),
  check: z.string().nullable(),
  template: z.string(),
  severity: z.string(),
  expected: z.number().openapi({ description: 'Records per minute.' }),
  observed: z.number().openapi({ description: 'The most in a minute; of silence, the least.' }),
  since: z.number().int(),
  last: z.number().int(),
})
export const incidentSchema = z
  .object({
    id: z.number().int(),
    service: z.string(),
    release: z.string().nullable(),
    opened_at: z.number().int(),
    last_at: z.number().int(),
    resolved_at: z.number().int().nullable(),
    summary: z.string(),
    findings: z.array(finding),
  })
  .openapi('Incident')

/** Incidents, and the switch that keeps everything meanwhile. */
export function incidentRoutes({ incidents }: Pick<Store, 'incidents'>, incidentSwitch: IncidentSwitch): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/incidents',
      scopes: READERS,
      summary: 'Incidents, newest first',
      query: z.object({
        service: z.string().max(256).optional(),
        state: z.enum(['open', 'resolved']).optional(),
        before: z.coerce.number().int().positive().optional().openapi({
          description: 'Id of the last incident of the page before.',
        }),
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
      }),
      responses: [
        { status: 200, description: 'The incidents', schema: z.object({ incidents: z.array(incidentSchema) }) },
      ],
      async handle({ query: { service, state, before, limit }, principal }) {
        const open = state && state === 'open'
        const found = await incidents.list({ teamId: principal.teamId, service, open, before, limit })
        return json({ incidents: found.map(incidentDocument) })
      },
    }),
    endpoint({
      method: 'post',
      path: SWITCH,
      scopes: OPERATORS,
      summary: 'Keeps everything of a service for some minutes',
      params,
      body: {
        schema: z.object({ minutes: z.number().min(1).max(60).default(30), reason }),
        limits: LIMITS,
        checked: true,
      },
      responses: [{ status: 200, description: 'The policy as it is served', schema: policySchema }],
      async handle({ params: { service }, body: { minutes, reason: why }, principal }) {
        return putResponse(await incidentSwitch.on(principal.teamId, service, minutes, principal.keyId, why))
      },
    }),
    endpoint({
      method: 'delete',
      path: SWITCH,
      scopes: OPERATORS,
      summary: 'Ends that before its time',
      params,
      query: z.object({ reason: reason.default('it is over') }),
      responses: [{ status: 200, description: 'The policy as it is served', schema: policySchema }],
      async handle({ params: { service }, query, principal }) {
        const answer = await incidentSwitch.off(principal.teamId, service, principal.keyId, query.reason)
        if (answer === undefined) throw new Problem(404, 'the switch of this service is not on')
        return putResponse(answer)
      },
    }),
  ]
}
