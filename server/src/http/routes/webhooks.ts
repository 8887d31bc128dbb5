import { z } from '@hono/zod-openapi'
import { epochSeconds, type Now } from '../../internal/clock.js'
import type { AuditEntry } from '../../store/contracts/audit.js'
import type { Store } from '../../store/store.js'
import { type AllowedHosts, problemOf } from '../../webhooks/allowed-target.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'

const PATH = '/api/v1/webhook'
const LIMITS = { wireBytes: 8_192, bytes: 16_384 }
const shown = z.object({ url: z.string() }).openapi('Webhook')

/** Where the team is notified of its incidents. */
export function webhookRoutes({ webhooks }: Pick<Store, 'webhooks'>, allowed: AllowedHosts, now: Now): Endpoint[] {
  const seconds = () => epochSeconds(now)
  const entryOf = (teamId: number, actor: string, action: string, detail: object): AuditEntry => ({
    teamId,
    at: seconds(),
    actor,
    action,
    service: '',
    reason: '',
    detail: { ...detail },
  })

  return [
    endpoint({
      method: 'get',
      path: PATH,
      scopes: ['admin'],
      summary: 'Where the team is notified of its incidents',
      responses: [{ status: 200, description: 'The webhook', schema: shown }],
      async handle({ principal }) {
        const found = await webhooks.find(principal.teamId)
        if (found === undefined) throw new Problem(404, 'the team has no webhook')
        return json({ url: found.url })
      },
    }),
    endpoint({
      method: 'put',
      path: PATH,
      scopes: ['admin'],
      summary: 'Sets where incidents are sent, when they open and when they are over; hosts that the server allows',
      body: { schema: z.object({ url: z.string().max(2_000) }), limits: LIMITS, checked: true },
      responses: [{ status: 200, description: 'The webhook', schema: shown }],
      async handle({ body: { url }, principal: { teamId, keyId } }) {
        const problem = problemOf(url, allowed)
        if (problem !== undefined) throw new Problem(422, `body.url: ${problem}`)
        const entry = entryOf(teamId, keyId, 'webhook.set', { host: new URL(url).host })
        await webhooks.set({ teamId, url, updatedAt: seconds(), updatedBy: keyId }, entry)
        return json({ url })
      },
    }),
    endpoint({
      method: 'delete',
      path: PATH,
      scopes: ['admin'],
      summary: 'Removes the webhook of the team',
      responses: [{ status: 204, description: 'It is gone' }],
      async handle({ principal: { teamId, keyId } }) {
        const entry = entryOf(teamId, keyId, 'webhook.removed', {})
        if (!(await webhooks.remove(teamId, entry))) throw new Problem(404, 'the team has no webhook')
        return new Response(null, { status: 204 })
      },
    }),
  ]
}
