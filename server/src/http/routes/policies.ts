import { z } from '@hono/zod-openapi'
import { MAX_POLICY_BYTES, MAX_POLICY_WIRE_BYTES } from 'lipservice/protocol'
import type { PolicyBook, PutAnswer } from '../../policies/policy-book.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'

const PATH = '/api/v1/policies/{service}'
const LIMITS = { wireBytes: MAX_POLICY_WIRE_BYTES, bytes: MAX_POLICY_BYTES }
const HISTORY = 100

const params = z.object({ service: z.string().min(1).max(256) })
const policy = z.looseObject({ version: z.number().int() }).openapi('Policy')
const draft = z
  .looseObject({
    global_rate: z.number().min(0).max(1).optional(),
    severity_rates: z.record(z.string(), z.number().min(0).max(1)).optional(),
    pattern_rates: z.record(z.string(), z.number().min(0).max(1)).optional(),
    reasoning: z.string().optional(),
  })
  .openapi('PolicyDraft', { description: 'A policy without its version, which the server gives.' })
const version = z
  .object({
    version: z.number().int(),
    created_at: z.number().int(),
    created_by: z.string(),
    restored_from: z.number().int().nullable(),
    policy,
  })
  .openapi('PolicyVersion')

export function policyRoutes(book: PolicyBook): Endpoint[] {
  const answered = (answer: PutAnswer): Response => {
    switch (answer.kind) {
      case 'put':
        return served(answer.policy, 200)
      case 'refused':
        throw new Problem(422, answer.problem)
      case 'conflict':
        throw new Problem(412, 'another policy is in force than the one that was to be replaced')
    }
  }

  return [
    endpoint({
      method: 'get',
      path: PATH,
      scopes: ['ingest', 'read', 'admin'],
      summary: 'The policy in force for a service',
      params,
      query: z.object({ team_id: z.coerce.number().int().optional() }),
      answers: [
        { status: 200, description: 'The policy, with its ETag', schema: policy },
        { status: 304, description: 'It is the one of If-None-Match' },
      ],
      async handle({ params: { service }, query, principal, request }) {
        if (query.team_id !== undefined && query.team_id !== principal.teamId) {
          throw new Problem(403, `this key is of another team than ${query.team_id}`)
        }
        const current = await book.current(principal.teamId, service)
        if (current === undefined) throw new Problem(404, 'there is no policy for this service yet')
        const { etag } = current
        if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } })
        return served(current, 200)
      },
    }),
    endpoint({
      method: 'put',
      path: PATH,
      scopes: ['admin'],
      summary: 'Puts a policy in force; If-Match makes sure of what it replaces',
      params,
      body: { schema: draft, limits: LIMITS, checked: false },
      answers: [{ status: 200, description: 'The policy as it is served', schema: policy }],
      async handle({ params: { service }, body, principal, request }) {
        if (typeof body !== 'object' || body === null || Array.isArray(body))
          throw new Problem(422, 'the body must be an object')
        const ifMatch = request.headers.get('if-match') ?? undefined
        return answered(await book.put(principal.teamId, service, body, principal.keyId, ifMatch))
      },
    }),
    endpoint({
      method: 'get',
      path: `${PATH}/history`,
      scopes: ['read', 'admin'],
      summary: 'All versions of a policy, newest first',
      params,
      answers: [{ status: 200, description: 'The versions', schema: z.object({ versions: z.array(version) }) }],
      async handle({ params: { service }, principal }) {
        const versions = await book.history(principal.teamId, service, HISTORY)
        return json({
          versions: versions.map((stored) => ({
            version: stored.version,
            created_at: stored.createdAt,
            created_by: stored.createdBy,
            restored_from: stored.restoredFrom ?? null,
            policy: JSON.parse(stored.document),
          })),
        })
      },
    }),
    endpoint({
      method: 'post',
      path: `${PATH}/rollback`,
      scopes: ['admin'],
      summary: 'Puts an earlier version in force again, as a new one',
      params,
      body: { schema: z.object({ version: z.number().int() }), limits: LIMITS, checked: true },
      answers: [{ status: 200, description: 'The policy as it is served', schema: policy }],
      async handle({ params: { service }, body, principal }) {
        const answer = await book.restore(principal.teamId, service, body.version, principal.keyId)
        if (answer === undefined) throw new Problem(404, `this service has no policy of version ${body.version}`)
        return answered(answer)
      },
    }),
  ]
}

function served({ body, etag }: { body: string; etag: string }, status: number): Response {
  return new Response(body, {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache', etag },
  })
}
