import { z } from '@hono/zod-openapi'
import type { Forecast } from '../../policies/forecast.js'
import type { PolicyVersions, SubmitDraft } from '../../policies/policy-versions.js'
import type { PreviewRequest, RolloutDesk } from '../../policies/rollout-desk.js'
import { OPERATORS } from '../../scope.js'
import { BUDGET_UNITS } from '../../store/contracts/budgets.js'
import { isOnTheWay } from '../../store/contracts/policies.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { policyDraftSchema, policySchema } from '../protocol-schemas.js'
import { objectOf, POLICY_LIMITS, putResponse, reasonOf } from './policies.js'
import {
  replaySchema,
  shownForecast,
  shownReplay,
  shownSummary,
  shownTemplates,
  signaturesIn,
  summaryFields,
  templateSchema,
} from './policy-fields.js'
import { reason } from './reason-field.js'

const PATH = '/api/v1/policies/{service}'
const SMALL_BODY = { wireBytes: 4_096, bytes: 16_384 }

const params = z.object({ service: z.string().min(1).max(256) })
const versionBody = { limits: SMALL_BODY, checked: true } as const
const added = z.object({ ...summaryFields, policy: policySchema }).openapi('AddedPolicyVersion')
const ofBudget = z.object({ budget: z.object({ unit: z.enum(BUDGET_UNITS), amount: z.number().positive().max(1e9) }) })
const previewRequest = z.union([z.object({ policy: policyDraftSchema }), ofBudget]).openapi('PreviewRequest')
const preview = z
  .object({
    policy: z.looseObject({}).openapi({ description: 'What was replayed: the draft, or what the budget would make.' }),
    replay: replaySchema,
    forecast: z.looseObject({}).nullable().openapi({ description: 'Of a budget: what is planned.' }),
    templates: z.array(templateSchema).openapi({ description: 'Of the patterns that the problem names.' }),
  })
  .openapi('Preview')

/** What people do with policies: draft, preview, promote, reject, roll back. */
export function policyActionRoutes(
  versions: PolicyVersions,
  submit: SubmitDraft,
  desk: RolloutDesk,
  { patterns }: Pick<Store, 'patterns'>,
): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: `${PATH}/rollback`,
      scopes: OPERATORS,
      summary: 'Puts an earlier version in force again, as a new one',
      params,
      body: {
        schema: z.object({ version: z.number().int().nonnegative(), reason: reason.optional() }),
        ...versionBody,
      },
      responses: [{ status: 200, description: 'The policy as it is served', schema: policySchema }],
      async handle({ params: { service }, body: { version, reason: why = `back to version ${version}` }, principal }) {
        const how = { kind: 'rollback', by: principal.keyId, reason: why } as const
        const answer = await versions.restore(principal.teamId, service, version, how)
        if (answer === undefined) throw new Problem(404, `this service has no policy of version ${version}`)
        return putResponse(answer)
      },
    }),
    endpoint({
      method: 'post',
      path: `${PATH}/drafts`,
      scopes: ['admin'],
      summary:
        'Replays a policy over the past week, then compares it with what comes in, tries it on a twentieth and puts it in force',
      params,
      body: { schema: policyDraftSchema, limits: POLICY_LIMITS, checked: false },
      responses: [{ status: 200, description: 'The version, with what the replay showed', schema: added }],
      async handle({ params: { service }, body, principal }) {
        const document = objectOf(body)
        const why = reasonOf(document) ?? 'drafted by hand'
        const answer = await submit(principal.teamId, service, document, principal.keyId, why)
        if (answer === undefined) throw new Problem(404, 'the team has no such service')
        if (answer.kind !== 'put') return putResponse(answer)
        return json({ ...shownSummary(answer.policy), policy: JSON.parse(answer.policy.document) })
      },
    }),
    endpoint({
      method: 'post',
      path: `${PATH}/preview`,
      scopes: OPERATORS,
      summary: 'Replays a draft, or what a budget would make, over the past week; nothing is stored',
      params,
      body: { schema: previewRequest, limits: POLICY_LIMITS, checked: false },
      responses: [{ status: 200, description: 'What the week would have been', schema: preview }],
      async handle({ params: { service }, body, principal: { teamId } }) {
        const answer = await desk.preview(teamId, service, requestOf(objectOf(body)))
        if (answer === undefined) throw new Problem(404, 'the team has no such service')
        if (answer.kind === 'refused') throw new Problem(422, answer.problem)
        const { document, replay, forecast } = answer
        return json({
          policy: document,
          replay: shownReplay(replay),
          forecast: forecast === undefined ? null : plannedOf(forecast),
          templates: shownTemplates(await patterns.named(teamId, service, signaturesIn([replay.problem ?? '']))),
        })
      },
    }),
    endpoint({
      method: 'post',
      path: `${PATH}/promote`,
      scopes: OPERATORS,
      summary: 'Puts the version on its way in force, whatever is left of its stages',
      params,
      body: { schema: z.object({ version: z.number().int().nonnegative(), reason }), ...versionBody },
      responses: [{ status: 200, description: 'The policy as it is served', schema: policySchema }],
      async handle({ params: { service }, body: { version, reason: why }, principal: { teamId, keyId } }) {
        const answer = await desk.promote(teamId, service, version, keyId, why)
        if (answer === undefined) throw new Problem(409, `version ${version} is not on its way`)
        return putResponse(answer)
      },
    }),
    endpoint({
      method: 'post',
      path: `${PATH}/reject`,
      scopes: OPERATORS,
      summary: 'Ends the way of a version that is not in force yet',
      params,
      body: { schema: z.object({ version: z.number().int().nonnegative(), reason }), ...versionBody },
      responses: [{ status: 204, description: 'It is rejected' }],
      async handle({ params: { service }, body, principal: { teamId, keyId } }) {
        const found = await versions.find(teamId, service, body.version)
        if (found === undefined) throw new Problem(404, `this service has no policy of version ${body.version}`)
        const { stage } = found
        const rejection = { version: body.version, from: stage, to: 'rejected', reason: body.reason } as const
        if (!isOnTheWay(found) || !(await versions.changeStage(teamId, service, keyId, rejection)))
          throw new Problem(409, `version ${body.version} is on no way: it is ${stage}`)
        return new Response(null, { status: 204 })
      },
    }),
  ]
}

function plannedOf({ replay: _, ...planned }: Forecast) {
  return shownForecast(planned)
}

/** The policy is checked by the parser of the protocol. @throws Problem */
function requestOf(body: object): PreviewRequest {
  const { policy, budget } = body as { policy?: unknown; budget?: unknown }
  if ((policy === undefined) === (budget === undefined))
    throw new Problem(422, 'body: a preview is of a policy or of a budget')
  if (policy !== undefined) return { kind: 'document', document: objectOf(policy) }
  const checked = ofBudget.safeParse(body)
  if (checked.success) return { kind: 'budget', ...checked.data.budget }
  throw new Problem(422, `body.${checked.error.issues[0]?.path.join('.')}: ${checked.error.issues[0]?.message}`)
}
