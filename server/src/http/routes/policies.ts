import { z } from '@hono/zod-openapi'
import { INSTANCE_HEADER, MAX_POLICY_BYTES } from 'lipservice/protocol'
import { withoutKeys } from 'lipservice/signature'
import type { PolicyVersions, PutResult } from '../../policies/policy-versions.js'
import { type ServedPolicy, servedPolicy } from '../../policies/served-policy.js'
import { READERS } from '../../scope.js'
import { type Endpoint, endpoint } from '../endpoint.js'
import { Problem } from '../problem.js'
import { policyDraftSchema, policySchema } from '../protocol-schemas.js'

const PATH = '/api/v1/policies/{service}'
export const POLICY_LIMITS = { wireBytes: MAX_POLICY_BYTES, bytes: MAX_POLICY_BYTES }

const params = z.object({ service: z.string().min(1).max(256) })

export function policyRoutes(versions: PolicyVersions): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: PATH,
      scopes: ['ingest', ...READERS],
      summary: 'The policy in force for a service',
      params,
      query: z.object({ team_id: z.coerce.number().int().optional() }),
      responses: [
        { status: 200, description: 'The policy, with its ETag', schema: policySchema },
        { status: 304, description: 'It is the one of If-None-Match' },
      ],
      async handle({ params: { service }, query, principal, request }) {
        if (query.team_id !== undefined && query.team_id !== principal.teamId) {
          throw new Problem(403, `this key is of another team than ${query.team_id}`)
        }
        const instanceId = request.headers.get(INSTANCE_HEADER) ?? undefined
        const policy = await versions.servedTo(principal.teamId, service, instanceId)
        if (policy === undefined) throw new Problem(404, 'there is no policy for this service yet')
        const { etag } = policy
        if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } })
        return served(policy)
      },
    }),
    endpoint({
      method: 'put',
      path: PATH,
      scopes: ['admin'],
      summary: 'Puts a policy in force; If-Match makes sure of what it replaces',
      params,
      body: { schema: policyDraftSchema, limits: POLICY_LIMITS, checked: false },
      responses: [{ status: 200, description: 'The policy as it is served', schema: policySchema }],
      async handle({ params: { service }, body, principal, request }) {
        const document = objectOf(body)
        const ifMatch = request.headers.get('if-match') ?? undefined
        const reason = reasonOf(document) ?? 'put in force by hand'
        const version = { kind: 'operator', stage: 'active', by: principal.keyId, reason, ifMatch } as const
        return putResponse(await versions.add(principal.teamId, service, document, version))
      },
    }),
  ]
}

/** Returns the policy that was put in force. @throws Problem when none was */
export function putResponse(answer: PutResult): Response {
  switch (answer.kind) {
    case 'put':
      return served(servedPolicy(answer.policy))
    case 'refused':
      throw new Problem(422, answer.problem)
    case 'conflict':
      throw new Problem(412, 'another policy is in force than the one that was to be replaced')
  }
}

/** Returns it without a key that was pasted into its reason. @throws Problem unless it is an object */
export function objectOf(body: unknown): object {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Problem(422, 'the body must be an object')
  const { reasoning } = body as { reasoning?: unknown }
  return typeof reasoning === 'string' ? { ...body, reasoning: withoutKeys(reasoning) } : body
}

/** Returns the reason that a person wrote into a document. */
export function reasonOf(body: object): string | undefined {
  const { reasoning } = body as { reasoning?: unknown }
  return typeof reasoning === 'string' && reasoning.trim() !== '' ? reasoning.slice(0, 1_000) : undefined
}

function served({ body, etag }: ServedPolicy): Response {
  return new Response(body, {
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache', etag },
  })
}
