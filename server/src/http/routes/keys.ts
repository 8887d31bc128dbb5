import { z } from '@hono/zod-openapi'
import { withoutKeys } from 'lipservice/signature'
import { epochSeconds, type Now } from '../../internal/clock.js'
import type { KeyRing } from '../../keys/key-ring.js'
import { READERS, SCOPES } from '../../scope.js'
import type { KeyStore, StoredKey } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'

const LIMITS = { wireBytes: 16 * 1024, bytes: 16 * 1024 }
const key = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    created_at: z.number().int(),
    revoked_at: z.number().int().nullable(),
    expires_at: z.number().int().nullable().openapi({ description: 'From then on it is refused.' }),
    last_used_at: z.number().int().nullable().openapi({ description: 'To about a minute.' }),
    refused_reports: z
      .number()
      .int()
      .openapi({ description: 'Reports refused that came with it: also since it was revoked or expired.' }),
  })
  .openapi('Key')
const newKey = z
  .object({
    name: z.string().min(1).max(100).overwrite(withoutKeys),
    scopes: z.array(z.enum(SCOPES)).min(1),
    expires_at: z.number().int().positive().optional(),
  })
  .openapi('NewKey')

export function keyRoutes(ring: KeyRing, store: KeyStore, now: Now): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/keys',
      scopes: READERS,
      summary: 'The keys of the team',
      responses: [
        { status: 200, description: 'The keys, without their secrets', schema: z.object({ keys: z.array(key) }) },
      ],
      async handle({ principal }) {
        return json({ keys: (await store.list(principal.teamId)).map(shown) })
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/keys',
      scopes: ['admin'],
      summary: 'Makes a key, which is shown this once',
      body: { schema: newKey, limits: LIMITS, checked: true },
      responses: [{ status: 201, description: 'The key', schema: key.extend({ key: z.string() }) }],
      async handle({ body, principal }) {
        const { name, expires_at: expiresAt } = body
        if (expiresAt !== undefined && expiresAt <= epochSeconds(now))
          throw new Problem(422, 'body.expires_at: is over')
        const made = await ring.create(principal.teamId, name, [...new Set(body.scopes)], principal.keyId, expiresAt)
        return json({ ...shown(made.key), key: made.text }, 201)
      },
    }),
    endpoint({
      method: 'delete',
      path: '/api/v1/keys/{id}',
      scopes: ['admin'],
      summary: 'Revokes a key',
      params: z.object({ id: z.string() }),
      responses: [{ status: 204, description: 'It is revoked' }],
      async handle({ params: { id }, principal }) {
        if (id === principal.keyId) throw new Problem(409, 'a key cannot revoke itself')
        if (!(await ring.revoke(principal.teamId, id, principal.keyId)))
          throw new Problem(404, 'the team has no such key')
        return new Response(null, { status: 204 })
      },
    }),
  ]
}

function shown(stored: StoredKey) {
  const { id, name, scopes, createdAt, revokedAt, expiresAt, lastUsedAt, refusedReports } = stored
  return {
    id,
    name,
    scopes,
    created_at: createdAt,
    revoked_at: revokedAt ?? null,
    expires_at: expiresAt ?? null,
    last_used_at: lastUsedAt ?? null,
    refused_reports: refusedReports ?? 0,
  }
}
