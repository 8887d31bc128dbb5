import { z } from '@hono/zod-openapi'
import { CLASSES, type PatternClass } from 'lipservice/allocation'
import { epochSeconds, type Now } from '../../internal/clock.js'
import { OPERATORS, READERS } from '../../scope.js'
import type { AuditEntry } from '../../store/contracts/audit.js'
import { OVERRIDE_KINDS, type OverrideKey, type StoredOverride } from '../../store/contracts/overrides.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { replacedBy } from '../if-match.js'
import { Problem } from '../problem.js'
import { reason } from './reason-field.js'

const ALL = '/api/v1/overrides'
const LIST = '/api/v1/services/{service}/overrides'
const IF_MATCH = 'If-Match with `created_at` in quotes, "0" for none, makes sure of what it replaces'
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
const body = z
  .object({
    reason,
    rate: z.number().min(0).max(1).optional().openapi({ description: 'Of a lock: the rate that stays.' }),
    class: z.enum(CLASSES).exclude(['error']).optional().openapi({ description: 'Of a label: what the pattern is.' }),
    expires_at: z.number().int().positive().optional().openapi({ description: 'Epoch seconds. Default: never.' }),
  })
  .openapi('Override')
export const overrideSchema = z.object({
  service: z.string(),
  signature: z.string(),
  check: z.string().nullable().openapi({ description: 'null: it is of all patterns that have the signature.' }),
  kind: z.enum(OVERRIDE_KINDS),
  rate: z.number().nullable(),
  class: z.enum(CLASSES).nullable(),
  reason: z.string(),
  created_at: z.number().int(),
  created_by: z.string(),
  expires_at: z.number().int().nullable(),
})

const changed = () => new Problem(412, 'another one is set than the one that was to be replaced')

/** One of two would be without effect, and nobody would see it. */
function secondLock({ check, rate }: StoredOverride): Problem {
  const whose = check === '' ? 'all patterns of this signature are' : `the pattern of check ${check} is`
  return new Problem(
    409,
    `${whose} locked at ${rate} already, and a policy has one rate a signature: remove that lock first`,
  )
}

/** What a person fixed of a pattern: its rate (`lock`), that everything is kept (`exemption`), or what it is (`label`). */
export function overrideRoutes({ overrides, patterns }: Pick<Store, 'overrides' | 'patterns'>, now: Now): Endpoint[] {
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
      path: ALL,
      scopes: READERS,
      summary: 'Locks, exemptions and labels of all services that are in force',
      responses: [
        { status: 200, description: 'The overrides', schema: z.object({ overrides: z.array(overrideSchema) }) },
      ],
      async handle({ principal }) {
        return json({ overrides: (await overrides.ofTeam(principal.teamId, seconds())).map(shownOverride) })
      },
    }),
    endpoint({
      method: 'get',
      path: LIST,
      scopes: READERS,
      summary: 'Locks, exemptions and labels of a service that are in force',
      params: z.object({ service }),
      responses: [
        { status: 200, description: 'The overrides', schema: z.object({ overrides: z.array(overrideSchema) }) },
      ],
      async handle({ params: { service: name }, principal }) {
        return json({ overrides: (await overrides.list(principal.teamId, name, seconds())).map(shownOverride) })
      },
    }),
    endpoint({
      method: 'put',
      path: `${LIST}/{signature}/{kind}`,
      scopes: OPERATORS,
      summary: `Locks the rate of a pattern, exempts it from thinning, or says what it is; with a reason, and until when. ${IF_MATCH}`,
      params,
      query: z.object({ check }),
      body: { schema: body, limits: LIMITS, checked: true },
      responses: [{ status: 200, description: 'It is in force with the next policy', schema: overrideSchema }],
      async handle({
        params: path,
        query,
        body: { reason: why, rate, class: label, expires_at: expiresAt },
        principal,
        request,
      }) {
        if (path.kind === 'lock' && rate === undefined)
          throw new Problem(422, 'body.rate: a lock needs the rate that stays')
        if (path.kind !== 'lock' && rate !== undefined)
          throw new Problem(422, `body.rate: only a lock has one, this is of ${path.kind}`)
        if (path.kind === 'label' && label === undefined)
          throw new Problem(422, 'body.class: a label needs the class of the pattern')
        if (path.kind !== 'label' && label !== undefined)
          throw new Problem(422, `body.class: only a label has one, this is of ${path.kind}`)
        if (expiresAt !== undefined && expiresAt <= seconds())
          throw new Problem(422, 'body.expires_at must be in the future')
        if (!(await patterns.isKnown({ teamId: principal.teamId, ...path, check: query.check })))
          throw new Problem(404, 'the service has no such pattern')
        const replaces = replacedBy(request, 'created_at of the override')
        const wanted: StoredOverride = {
          teamId: principal.teamId,
          ...path,
          check: query.check ?? '',
          rate: rate ?? 1,
          label,
          reason: why,
          createdAt: seconds(),
          createdBy: principal.keyId,
          expiresAt,
        }
        const detail = { rate: rate ?? null, class: label ?? null, expires_at: expiresAt ?? null }
        const put = await overrides.set(wanted, entryOf(wanted, 'set', principal.keyId, why, detail), replaces)
        if (put.kind === 'changed') throw changed()
        if (put.kind === 'locked') throw secondLock(put.by)
        return json(shownOverride({ ...wanted, createdAt: put.createdAt }))
      },
    }),
    endpoint({
      method: 'delete',
      path: `${LIST}/{signature}/{kind}`,
      scopes: OPERATORS,
      summary: `Removes a lock, an exemption or a label. ${IF_MATCH}`,
      params,
      query: z.object({ check, reason: reason.optional() }),
      responses: [{ status: 204, description: 'It is gone' }],
      async handle({ params: path, query, principal, request }) {
        const key = { teamId: principal.teamId, ...path, check: query.check ?? '' }
        const entry = entryOf(key, 'removed', principal.keyId, query.reason ?? '')
        const replaces = replacedBy(request, 'created_at of the override')
        if (!(await overrides.remove(key, entry, replaces)))
          throw replaces === undefined ? new Problem(404, `the pattern has no ${path.kind}`) : changed()
        return new Response(null, { status: 204 })
      },
    }),
  ]
}

export function shownOverride({
  service: name,
  signature,
  check,
  kind,
  rate,
  label,
  reason: why,
  ...times
}: StoredOverride) {
  return {
    service: name,
    signature,
    check: check === '' ? null : check,
    kind,
    rate: kind === 'lock' ? rate : null,
    class: kind === 'label' ? (label as PatternClass) : null,
    reason: why,
    created_at: times.createdAt,
    created_by: times.createdBy,
    expires_at: times.expiresAt ?? null,
  }
}
