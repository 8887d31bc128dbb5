import { z } from '@hono/zod-openapi'
import { diffOf } from '../../policies/policy-diff.js'
import type { PolicyVersions, SubmitDraft } from '../../policies/policy-versions.js'
import { OPERATORS, READERS } from '../../scope.js'
import { isOnTheWay, POLICY_KINDS, POLICY_STAGES } from '../../store/contracts/policies.js'
import type { StoredPolicy } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { policyDraftSchema, policySchema } from '../protocol-schemas.js'
import { objectOf, POLICY_LIMITS, putResponse, reasonOf } from './policies.js'

const PATH = '/api/v1/policies/{service}'
const SMALL_BODY = { wireBytes: 4_096, bytes: 16_384 }

const params = z.object({ service: z.string().min(1).max(256) })
const versionNumber = z.coerce.number().int().nonnegative()
const reason = z.string().trim().min(1).max(1_000)
const shownVersion = z
  .object({
    version: z.number().int(),
    kind: z.enum(POLICY_KINDS).openapi({ description: 'What made it.' }),
    stage: z.enum(POLICY_STAGES).openapi({ description: 'Where it stands.' }),
    stage_at: z.number().int(),
    stage_reason: z.string(),
    created_at: z.number().int(),
    created_by: z.string(),
    restored_from: z.number().int().nullable(),
    forecast: z.looseObject({}).nullable(),
    policy: policySchema,
  })
  .openapi('PolicyVersion')
const change = z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })

/** The versions of a service's policy: history, differences, roll-back, drafts. */
export function policyVersionRoutes(versions: PolicyVersions, submit: SubmitDraft): Endpoint[] {
  const find = async (teamId: number, service: string, version: number): Promise<StoredPolicy> => {
    const found = await versions.find(teamId, service, version)
    if (found === undefined) throw new Problem(404, `this service has no policy of version ${version}`)
    return found
  }

  return [
    endpoint({
      method: 'get',
      path: `${PATH}/history`,
      scopes: READERS,
      summary: 'Versions of a policy, newest first, each with what made it and how far it came',
      params,
      query: z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }),
      responses: [{ status: 200, description: 'The versions', schema: z.object({ versions: z.array(shownVersion) }) }],
      async handle({ params: { service }, query, principal }) {
        const history = await versions.history(principal.teamId, service, query.limit)
        return json({ versions: history.map(shown) })
      },
    }),
    endpoint({
      method: 'get',
      path: `${PATH}/diff`,
      scopes: READERS,
      summary: 'What one version says otherwise than another',
      params,
      query: z.object({ from: versionNumber, to: versionNumber }),
      responses: [{ status: 200, description: 'The changes', schema: z.object({ changes: z.array(change) }) }],
      async handle({ params: { service }, query, principal }) {
        const [from, to] = await Promise.all([
          find(principal.teamId, service, query.from),
          find(principal.teamId, service, query.to),
        ])
        return json({ changes: diffOf(JSON.parse(from.document), JSON.parse(to.document)) })
      },
    }),
    endpoint({
      method: 'post',
      path: `${PATH}/rollback`,
      scopes: OPERATORS,
      summary: 'Puts an earlier version in force again, as a new one',
      params,
      body: {
        schema: z.object({ version: versionNumber, reason: reason.optional() }),
        limits: SMALL_BODY,
        checked: true,
      },
      responses: [{ status: 200, description: 'The policy as it is served', schema: policySchema }],
      async handle({ params: { service }, body, principal }) {
        const how = {
          kind: 'rollback',
          by: principal.keyId,
          reason: body.reason ?? `back to version ${body.version}`,
        } as const
        const answer = await versions.restore(principal.teamId, service, body.version, how)
        if (answer === undefined) throw new Problem(404, `this service has no policy of version ${body.version}`)
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
      responses: [{ status: 200, description: 'The version, with what the replay showed', schema: shownVersion }],
      async handle({ params: { service }, body, principal }) {
        const document = objectOf(body)
        const why = reasonOf(document) ?? 'drafted by hand'
        const answer = await submit(principal.teamId, service, document, principal.keyId, why)
        if (answer === undefined) throw new Problem(404, 'the team has no such service')
        return answer.kind === 'put' ? json(shown(answer.policy)) : putResponse(answer)
      },
    }),
    endpoint({
      method: 'post',
      path: `${PATH}/reject`,
      scopes: OPERATORS,
      summary: 'Ends the way of a version that is not in force yet',
      params,
      body: { schema: z.object({ version: versionNumber, reason }), limits: SMALL_BODY, checked: true },
      responses: [{ status: 204, description: 'It is rejected' }],
      async handle({ params: { service }, body, principal }) {
        const found = await find(principal.teamId, service, body.version)
        const { stage } = found
        const rejection = { version: body.version, from: stage, to: 'rejected', reason: body.reason } as const
        if (
          !isOnTheWay(found) ||
          !(await versions.changeStage(principal.teamId, service, principal.keyId, rejection))
        ) {
          throw new Problem(409, `version ${body.version} is on no way: it is ${stage}`)
        }
        return new Response(null, { status: 204 })
      },
    }),
  ]
}

function shown(stored: StoredPolicy) {
  return {
    version: stored.version,
    kind: stored.kind,
    stage: stored.stage,
    stage_at: stored.stageAt,
    stage_reason: stored.stageReason,
    created_at: stored.createdAt,
    created_by: stored.createdBy,
    restored_from: stored.restoredFrom ?? null,
    forecast: stored.forecast === undefined ? null : JSON.parse(stored.forecast),
    policy: JSON.parse(stored.document),
  }
}
