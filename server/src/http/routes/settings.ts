import { z } from '@hono/zod-openapi'
import { epochSeconds, type Now } from '../../internal/clock.js'
import { READERS, SCOPES } from '../../scope.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { pulseSchema, pulseTag, shownPulse } from './pulse.js'

const shared = {
  version: z.string().openapi({ description: 'Of the server.' }),
  usd_per_gb: z.number(),
  report_seconds: z.number(),
  refresh_seconds: z.number(),
  history_seconds: z.number(),
  revise_seconds: z.number(),
  shadow_seconds: z.number(),
  canary_seconds: z.number(),
  watch_seconds: z.number(),
  language_model: z.boolean().openapi({ description: 'Whether the server has one: see `/api/v1/model`.' }),
  posthog_url: z.string().nullable().openapi({ description: 'The project in PostHog that pages link to.' }),
}
const settings = z
  .object({
    ...shared,
    team_id: z.number().int(),
    key_id: z.string().openapi({ description: 'Of the key that asks.' }),
    key_name: z.string().nullable().openapi({ description: 'null: it is a token of an issuer.' }),
    scopes: z.array(z.enum(SCOPES)).openapi({ description: 'What the key that asks may do.' }),
    session: z
      .object({ expires_at: z.number().int(), idle_seconds: z.number().int() })
      .nullable()
      .openapi({ description: 'Of who is logged in: when it ends, and after how long without use.' }),
    pulse: z
      .object({ ...pulseSchema.shape, etag: z.string() })
      .openapi({ description: 'As `/api/v1/pulse` says it now, with its ETag: a page goes on from there.' }),
  })
  .openapi('Settings')

export type SharedSettings = z.infer<z.ZodObject<typeof shared>>

/** What a page has to know of the server, and of who asks. */
export function settingsRoutes(shown: SharedSettings, { pulse }: Pick<Store, 'pulse'>, now: Now): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/settings',
      scopes: READERS,
      summary: 'Price of a GB, times of reports and stages, version, and what the caller may do',
      responses: [{ status: 200, description: 'The settings', schema: settings }],
      async handle({ principal: { teamId, keyId, keyName = null, scopes, session } }) {
        const ends = session && { expires_at: session.expiresAt, idle_seconds: session.idleSeconds }
        const found = await pulse.of(teamId)
        return json({
          ...shown,
          team_id: teamId,
          key_id: keyId,
          key_name: keyName,
          scopes,
          session: ends ?? null,
          pulse: { ...shownPulse(found, epochSeconds(now)), etag: pulseTag(found) },
        })
      },
    }),
  ]
}
