import { z } from '@hono/zod-openapi'
import { CLASSES } from '../../analysis/classify.js'
import type { Now } from '../../internal/clock.js'
import { READERS } from '../../scope.js'
import { PATTERN_SORTS, type PatternName, type PatternSummary, type Store } from '../../store/store.js'
import { SECONDS } from '../../store/tables.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { periodFields, periodOf } from './period.js'
import { money, shownTotals, totalsFields } from './totals.js'

const MAX_POINTS = 2_000
const SIGNATURE = /^[0-9a-f]{16}$/
const STEPS = ['minute', 'hour', 'day'] as const

const digits = z.string().regex(SIGNATURE, 'must be 16 lower-case hex digits')
const params = z.object({ signature: digits })
const check = digits.optional().openapi({
  description: 'Of the pattern that has this check only. Default: of all that have the signature.',
})
const shownCheck = z.string().nullable().openapi({
  description: 'With the signature it names one template, 16 hex digits; null: no SDK has said it.',
})
const share = z.number().openapi({ description: "Part of the team's bytes in the period, 0–1." })
const pattern = z
  .object({
    service: z.string(),
    signature: z.string(),
    check: shownCheck,
    template: z.string(),
    severity: z.string(),
    class: z.enum(CLASSES),
    first_seen: z.number().int(),
    last_seen: z.number().int(),
    first_version: z.string().nullable(),
    bytes_share: share,
    ...totalsFields,
  })
  .openapi('Pattern')
const template = z
  .object({
    signature: z.string(),
    check: shownCheck,
    template: z.string(),
    class: z.enum(CLASSES),
    services: z.number().int(),
    bytes_share: share,
    ...totalsFields,
  })
  .openapi('Template')
const point = z.object({ time: z.number().int(), ...totalsFields }).openapi('TimelinePoint')

const listQuery = z.object({
  ...periodFields,
  service: z.string().optional(),
  signature: digits.optional(),
  check,
  search: z.string().max(200).optional().openapi({ description: 'Part of the template, in any case.' }),
  class: z.enum(CLASSES).optional(),
  new_in: z.string().optional().openapi({ description: 'First reported by this release of its service.' }),
  sort: z.enum(PATTERN_SORTS).default('bytes'),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
})

export function patternRoutes(store: Store, now: Now, usdPerGb: number): Endpoint[] {
  const shown = (found: PatternSummary, allBytes: number) => ({
    service: found.service,
    signature: found.signature,
    check: checkOf(found),
    template: found.template,
    severity: found.severity,
    class: found.class,
    first_seen: found.firstSeen,
    last_seen: found.lastSeen,
    first_version: found.firstVersion ?? null,
    bytes_share: shareOf(found.bytes, allBytes),
    ...shownTotals(found),
    ...money(found, usdPerGb),
  })

  return [
    endpoint({
      method: 'get',
      path: '/api/v1/patterns',
      scopes: READERS,
      summary: 'Patterns of all services or of one, with what was seen and kept of them in a period',
      query: listQuery,
      responses: [
        {
          status: 200,
          description: 'A page of patterns',
          schema: z.object({ total: z.number().int(), patterns: z.array(pattern) }),
        },
      ],
      async handle({ query, principal: { teamId } }) {
        const period = periodOf(query, now())
        const {
          service,
          signature,
          check: own,
          search,
          class: ofClass,
          new_in: newIn,
          sort,
          order,
          limit,
          offset,
        } = query
        const page = { sort, descending: order === 'desc', limit, offset }
        const [{ total, patterns }, all] = await Promise.all([
          store.patterns.list({
            teamId,
            period,
            service,
            signature,
            check: own,
            search,
            class: ofClass,
            newIn,
            ...page,
          }),
          store.patterns.totals(teamId, period),
        ])
        return json({ total, patterns: patterns.map((found) => shown(found, all.bytes)) })
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/templates',
      scopes: READERS,
      summary: 'Templates across all services, most bytes first',
      query: z.object({ ...periodFields, limit: z.coerce.number().int().min(1).max(500).default(50) }),
      responses: [{ status: 200, description: 'The templates', schema: z.object({ templates: z.array(template) }) }],
      async handle({ query, principal: { teamId } }) {
        const period = periodOf(query, now())
        const [templates, all] = await Promise.all([
          store.patterns.acrossServices(teamId, period, query.limit),
          store.patterns.totals(teamId, period),
        ])
        return json({
          templates: templates.map((found) => ({
            signature: found.signature,
            check: checkOf(found),
            template: found.template,
            class: found.class,
            services: found.services,
            bytes_share: shareOf(found.bytes, all.bytes),
            ...shownTotals(found),
            ...money(found, usdPerGb),
          })),
        })
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/patterns/{signature}',
      scopes: READERS,
      summary: 'One pattern, in each service that has it',
      params,
      query: z.object({ ...periodFields, check }),
      responses: [
        { status: 200, description: 'The pattern by service', schema: z.object({ services: z.array(pattern) }) },
      ],
      async handle({ params: { signature }, query, principal: { teamId } }) {
        const period = periodOf(query, now())
        const page = { sort: 'bytes', descending: true, limit: 500, offset: 0 } as const
        const [{ patterns }, all] = await Promise.all([
          store.patterns.list({ teamId, period, signature, check: query.check, ...page }),
          store.patterns.totals(teamId, period),
        ])
        if (patterns.length === 0) throw new Problem(404, 'the team has no such pattern')
        return json({ services: patterns.map((found) => shown(found, all.bytes)) })
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/services/{service}/timeline',
      scopes: READERS,
      summary: 'Seen, kept and bytes over time, of a service or of one of its patterns',
      params: z.object({ service: z.string().min(1).max(256) }),
      query: z.object({
        ...periodFields,
        signature: digits.optional(),
        check,
        step: z.enum(STEPS).default('hour'),
      }),
      responses: [{ status: 200, description: 'Points with counts', schema: z.object({ points: z.array(point) }) }],
      async handle({ params: { service }, query: { from, to, signature, check: own, step }, principal: { teamId } }) {
        const period = periodOf({ from, to }, now())
        if ((period.to - period.from) / SECONDS[step] > MAX_POINTS) {
          throw new Problem(422, `a timeline must have at most ${MAX_POINTS} points: take a longer step`)
        }
        const id = await store.services.find(teamId, service)
        if (id === undefined) throw new Problem(404, 'the team has no such service')
        const points = await store.counters.timeline(id, signature, step, period, own)
        return json({ points: points.map((found) => ({ time: found.time, ...shownTotals(found) })) })
      },
    }),
  ]
}

function checkOf({ check }: PatternName): string | null {
  return check === '' ? null : check
}

function shareOf(bytes: number, all: number): number {
  return all === 0 ? 0 : bytes / all
}
