import { z } from '@hono/zod-openapi'
import { OPERATORS } from '../../scope.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint } from '../endpoint.js'
import { Problem } from '../problem.js'
import { configured, MODEL_LIMITS, MODEL_PATH, type ModelDesk, modelEntry, modelReason } from './language-model-desk.js'

const key = z.object({
  service: z.string().min(1).max(256),
  signature: z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hex digits'),
  decision: z.enum(['accept', 'refuse']),
})
const check = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'must be 16 hex digits')
  .optional()

/** What people make of what the model says. `seconds`: since the epoch. */
export function modelDecisionRoutes(
  { models }: Pick<Store, 'models'>,
  desk: ModelDesk | undefined,
  seconds: () => number,
): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: `${MODEL_PATH}/verdicts/{service}/{signature}/{decision}`,
      scopes: OPERATORS,
      summary: 'Accepts what the model says of a pattern, which labels it, or refuses it',
      params: key,
      query: z.object({ check }),
      body: { schema: z.object({ reason: modelReason }), limits: MODEL_LIMITS, checked: true },
      responses: [{ status: 204, description: 'It is decided' }],
      async handle({ params: { service, signature, decision }, query, body, principal: { teamId, keyId } }) {
        const by = await configured(desk).by()
        const found = await models.verdict({ teamId, service, signature, check: query.check ?? '', ...by })
        if (found === undefined) throw new Problem(404, 'the model has said nothing of this pattern')
        const [said] = await configured(desk).decisionsOf([{ ...found, decided: undefined }], 'suggest', false)
        const meaning = said?.effect === 'none' ? undefined : said?.meaning
        if (decision === 'accept' && meaning === undefined)
          throw new Problem(
            409,
            'there is nothing to accept: both passes have to be sure of the same, and of something new',
          )
        const detail = {
          signature,
          check: found.check,
          model: by.model,
          prompt_version: by.promptVersion,
          a: found.a,
          b: found.b,
          class: meaning ?? null,
        }
        const action = decision === 'accept' ? 'model.accepted' : 'model.refused'
        const label = {
          teamId,
          service,
          signature,
          check: found.check,
          kind: 'label',
          rate: 1,
          label: meaning ?? '',
          reason: body.reason,
          createdAt: seconds(),
          createdBy: keyId,
          expiresAt: undefined,
        } as const
        const isDone = await models.decide(
          found,
          decision === 'accept' ? 'accepted' : 'refused',
          modelEntry({ teamId, at: seconds(), actor: keyId, action, reason: body.reason, service }, detail),
          decision === 'accept' ? label : undefined,
        )
        if (!isDone) throw new Problem(409, 'a person has accepted it, or labelled the pattern, already')
        return new Response(null, { status: 204 })
      },
    }),
  ]
}
