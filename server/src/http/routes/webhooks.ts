import { z } from '@hono/zod-openapi'
import { epochSeconds, type Now } from '../../internal/clock.js'
import type { AuditEntry } from '../../store/contracts/audit.js'
import { WEBHOOK_FORMATS } from '../../store/contracts/webhooks.js'
import type { Store } from '../../store/store.js'
import { type AllowedHosts, problemOf } from '../../webhooks/allowed-target.js'
import { postJson } from '../../webhooks/post-json.js'
import { webhookBody } from '../../webhooks/webhook-body.js'
import { TEST_MESSAGE } from '../../webhooks/webhook-message.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'

const PATH = '/api/v1/webhook'
const LIMITS = { wireBytes: 8_192, bytes: 16_384 }
const format = z.enum(WEBHOOK_FORMATS)
const shown = z.object({ url: z.string(), format }).openapi('Webhook')
const tested = z.object({ delivered: z.boolean(), problem: z.string().nullable() })
/** Between two tests of a team: a webhook is no means to flood somebody. */
const TEST_PAUSE_SECONDS = 5

/** Where the team is told its news. */
export function webhookRoutes(
  { webhooks }: Pick<Store, 'webhooks'>,
  allowed: AllowedHosts,
  now: Now,
  send: typeof postJson = postJson,
): Endpoint[] {
  let tests = { at: 0, teams: new Set<number>() }
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
      summary: 'Where the team is told its news; null: nowhere',
      responses: [{ status: 200, description: 'The webhook', schema: shown.nullable() }],
      async handle({ principal }) {
        const found = await webhooks.find(principal.teamId)
        return json(found === undefined ? null : { url: found.url, format: found.format })
      },
    }),
    endpoint({
      method: 'put',
      path: PATH,
      scopes: ['admin'],
      summary:
        'Sets where incidents, overspent budgets and services that fell silent are told; hosts that the server allows',
      body: {
        schema: z.object({ url: z.string().max(2_000), format: format.default('json') }),
        limits: LIMITS,
        checked: true,
      },
      responses: [{ status: 200, description: 'The webhook', schema: shown }],
      async handle({ body: { url, format: as }, principal: { teamId, keyId } }) {
        const problem = problemOf(url, allowed)
        if (problem !== undefined) throw new Problem(422, `body.url: ${problem}`)
        const entry = entryOf(teamId, keyId, 'webhook.set', { host: new URL(url).host, format: as })
        await webhooks.set({ teamId, url, format: as, updatedAt: seconds(), updatedBy: keyId }, entry)
        return json({ url, format: as })
      },
    }),
    endpoint({
      method: 'post',
      path: `${PATH}/test`,
      scopes: ['admin'],
      summary: 'Sends a message to the webhook and says whether it was taken',
      responses: [{ status: 200, description: 'Whether it was taken', schema: tested }],
      async handle({ principal: { teamId } }) {
        const found = await webhooks.find(teamId)
        if (found === undefined) throw new Problem(404, 'the team has no webhook')
        const problem = problemOf(found.url, allowed)
        if (problem !== undefined) return json({ delivered: false, problem })
        if (seconds() - tests.at >= TEST_PAUSE_SECONDS) tests = { at: seconds(), teams: new Set() }
        if (tests.teams.has(teamId))
          throw new Problem(429, 'it was tested just now', { 'retry-after': String(TEST_PAUSE_SECONDS) })
        tests.teams.add(teamId)
        const refused = await send(found.url, webhookBody(TEST_MESSAGE, found.format)).then(
          () => null,
          (error: Error) => error.message,
        )
        return json({ delivered: refused === null, problem: refused })
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
