import { z } from '@hono/zod-openapi'
import { CLASSES } from 'lipservice/allocation'
import type { Now } from '../../internal/clock.js'
import type { PriceOf } from '../../savings/team-price.js'
import { READERS } from '../../scope.js'
import type { Store } from '../../store/store.js'
import { SECONDS } from '../../store/tables.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import {
  checkOf,
  checkQuery,
  digits,
  patternFields,
  share,
  shareOf,
  shownCheck,
  shownPattern,
} from './pattern-fields.js'
import { periodFields, periodOf } from './period.js'
import { money, shownTotals, totalsFields } from './totals.js'

const MAX_POINTS = 2_000
const STEPS = ['minute', 'hour', 'day'] as const

const params = z.object({ signature: digits })
const pattern = z.object(patternFields).openapi('Pattern')
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

/** One pattern or template, and counts over time. */
export function patternRoutes(store: Store, now: Now, priceOf: PriceOf): Endpoint[] {
  return [
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
        const { usdPerGb } = await priceOf(teamId)
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
      query: z.object({ ...periodFields, check: checkQuery }),
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
        const { usdPerGb } = await priceOf(teamId)
        return json({
          services: patterns.map((found) => shownPattern(found, shareOf(found.bytes, all.bytes), usdPerGb)),
        })
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
        check: checkQuery,
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
