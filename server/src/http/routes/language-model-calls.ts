import { z } from '@hono/zod-openapi'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { MODEL_PATH } from './language-model-desk.js'

const MICRO = 1e6
const call = z
  .object({
    id: z.number().int(),
    at: z.number().int(),
    service: z.string().nullable(),
    purpose: z.string(),
    model: z.string(),
    prompt_version: z.number().int(),
    outcome: z.string(),
    judged: z.string().nullable().openapi({ description: 'What the check of its answer says.' }),
    tokens_in: z.number().int(),
    tokens_out: z.number().int(),
    usd: z.number(),
    ms: z.number().int(),
    request: z.string(),
    request_sha256: z.string(),
    answer: z.string(),
  })
  .openapi('ModelCall')

/** What was sent to the model, and what came back. */
export function modelCallRoutes({ models }: Pick<Store, 'models'>): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: `${MODEL_PATH}/calls`,
      scopes: ['admin'],
      summary: 'What the model was asked and answered, newest first; of 30 days',
      query: z.object({
        before: z.coerce.number().int().positive().optional().openapi({ description: 'Calls with a lower id.' }),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
      responses: [{ status: 200, description: 'The calls', schema: z.object({ calls: z.array(call) }) }],
      async handle({ query: { before, limit }, principal }) {
        const found = await models.calls(principal.teamId, limit, before)
        const calls = found.map((one) => ({
          id: one.id,
          at: one.at,
          service: one.service || null,
          purpose: one.purpose,
          model: one.model,
          prompt_version: one.promptVersion,
          outcome: one.outcome,
          judged: one.judged || null,
          tokens_in: one.tokensIn,
          tokens_out: one.tokensOut,
          usd: one.microUsd / MICRO,
          ms: one.ms,
          request: one.request,
          request_sha256: one.requestSha256,
          answer: one.answer,
        }))
        return json({ calls })
      },
    }),
  ]
}
