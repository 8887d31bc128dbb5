import { z } from '@hono/zod-openapi'
import { epochSeconds, type Now } from '../../internal/clock.js'
import { OPERATORS, READERS } from '../../scope.js'
import type { AuditEntry } from '../../store/contracts/audit.js'
import { OVERRIDE_KINDS, type OverrideKey, type StoredOverride } from '../../store/contracts/overrides.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'

const LIST = '/api/v1/services/{service}/overrides'
const LIMITS = { wireBytes: 4_096, bytes: 16_384 }

const service = z.string().min(1).max(256)
const params = z.object({
  service,
  signature: z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hex digits'),
  kind: z.enum(OVERRIDE_KINDS),
})
const check = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'must be 16 hex digits')
  .optional()
  .openapi({ description: 'Of one pattern only. Default: of all that have the signature.' })
const reason = z.string().trim().min(1).max(1_000)
const body = z
  .object({
    reason,
    rate: z.number().min(0).max(1).optional().openapi({ description: 'Of a lock: the rate that stays.' }),
    expires_at: z.number().int().positive().optional().openapi({ description: 'Epoch seconds. Default: never.' }),
  })
  .openapi('Override')
const shown = z.object({
  signature: z.string(),
  check: z.string().nullable().openapi({ description: 'null: it is of all patterns that have the signature.' }),
  kind: z.enum(OVERRIDE_KINDS),
  rate: z.number().nullable(),
  reason: z.string(),
  created_at: z.number().int(),
  created_by: z.string(),
  expires_at: z.number().int().nullable(),
})

/** What a person fixed of a pattern: its rate (`lock`), or that everything is kept (`exemption`). */
export function overrideRoutes({ overrides }: Pick<Store, 'overrides'>, now: Now): Endpoint[] {
  const seconds = () => epochSeconds(now)
  const entryOf = (
    { teamId, service: name, signature, check, kind }: OverrideKey,
    action: 'set' | 'removed',
    actor: string,
    why: string,
    detail: object = {},
  ): AuditEntry => ({
    teamId,
    at: seconds(),
    actor,
    action: `${kind}.${action}`,
    service: name,
    reason: why,
    detail: { signature, ...(check !== '' && { check }), ...detail },
  })

  return [
    endpoint({
      method: 'get',
      path: LIST,
      scopes: READERS,
      summary: 'Locks and exemptions of a service that are in force',
      params: z.object({ service }),
      responses: [{ status: 200, description: 'The overrides', schema: z.object({ overrides: z.array(shown) }) }],
      async handle({ params: { service: name }, principal }) {
        return json({ overrides: (await overrides.list(principal.teamId, name, seconds())).map(show) })
      },
    }),
    endpoint({
      method: 'put',
      path: `${LIST}/{signature}/{kind}`,
      scopes: OPERATORS,
      summary: 'Locks the rate of a pattern, or exempts it from thinning; with a reason, and until when',
      params,
      query: z.object({ check }),
      body: { schema: body, limits: LIMITS, checked: true },
      responses: [{ status: 200, description: 'It is in force with the next policy', schema: shown }],
      async handle({ params: path, query, body: { reason: why, rate, expires_at: expiresAt }, principal }) {
        if (path.kind === 'lock' && rate === undefined)
          throw new Problem(422, 'body.rate: a lock needs the rate that stays')
        if (path.kind === 'exemption' && rate !== undefined)
          throw new Problem(422, 'body.rate: an exemption has none, it keeps everything')
        if (expiresAt !== undefined && expiresAt <= seconds())
          throw new Problem(422, 'body.expires_at must be in the future')
        const stored: StoredOverride = {
          teamId: principal.teamId,
          ...path,
          check: query.check ?? '',
          rate: rate ?? 1,
          reason: why,
          createdAt: seconds(),
          createdBy: principal.keyId,
          expiresAt,
        }
        const detail = { rate: rate ?? null, expires_at: expiresAt ?? null }
        await overrides.set(stored, entryOf(stored, 'set', principal.keyId, why, detail))
        return json(show(stored))
      },
    }),
    endpoint({
      method: 'delete',
      path: `${LIST}/{signature}/{kind}`,
      scopes: OPERATORS,
      summary: 'Removes a lock or an exemption',
      params,
      query: z.object({ check, reason: reason.optional() }),
      responses: [{ status: 204, description: 'It is gone' }],
      async handle({ params: path, query, principal }) {
        const key = { teamId: principal.teamId, ...path, check: query.check ?? '' }
        const entry = entryOf(key, 'removed', principal.keyId, query.reason ?? '')
        if (!(await overrides.remove(key, entry))) throw new Problem(404, `the pattern has no ${path.kind}`)
        return new Response(null, { status: 204 })
      },
    }),
  ]
}

function show({ signature, check, kind, rate, reason: why, createdAt, createdBy, expiresAt }: StoredOverride) {
  return {
    signature,
    check: check === '' ? null : check,
    kind,
    rate: kind === 'lock' ? rate : null,
    reason: why,
    created_at: createdAt,
    created_by: createdBy,
    expires_at: expiresAt ?? null,
  }
}
