import { z } from '@hono/zod-openapi'
import { type EpochSeconds, epochSeconds, type Now } from '../../internal/clock.js'
import { READERS } from '../../scope.js'
import type { Pulse } from '../../store/contracts/pulse.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'

export const pulseSchema = z
  .object({
    now: z.number().int().openapi({ description: 'Time of the server, epoch seconds.' }),
    audit_id: z.number().int().openapi({ description: 'Of the newest entry; 0: there is none.' }),
    open_incidents: z.number().int(),
    candidates: z.number().int().openapi({ description: 'Versions of policies on their way.' }),
    last_report_at: z.number().int().nullable(),
  })
  .openapi('Pulse')

/** Whether anything changed: what a page asks for again and again. */
export function pulseRoutes({ pulse: pulses }: Pick<Store, 'pulse'>, now: Now): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/pulse',
      scopes: READERS,
      summary: 'Whether anything changed since; its ETag is the same until then',
      responses: [
        { status: 200, description: 'What is newest', schema: pulseSchema },
        { status: 304, description: 'It is the one of If-None-Match' },
      ],
      async handle({ principal, request }) {
        const found = await pulses.of(principal.teamId)
        const etag = pulseTag(found)
        const headers = { etag, 'cache-control': 'no-cache' }
        if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
        return json(shownPulse(found, epochSeconds(now)), 200, headers)
      },
    }),
  ]
}

/** The time alone is no change. */
export const pulseTag = ({ auditId, openIncidents, candidates, lastReportAt }: Pulse): string =>
  `"${[auditId, openIncidents, candidates, lastReportAt ?? ''].join('-')}"`

export const shownPulse = ({ auditId, openIncidents, candidates, lastReportAt }: Pulse, now: EpochSeconds) => ({
  now,
  audit_id: auditId,
  open_incidents: openIncidents,
  candidates,
  last_report_at: lastReportAt ?? null,
})
