import { z } from '@hono/zod-openapi'
import { CLASSES } from 'lipservice/allocation'
import type { Now } from '../../internal/clock.js'
import { savingsOf, standardErrorOfSum } from '../../savings/savings.js'
import type { PriceOf, TeamPrice } from '../../savings/team-price.js'
import { READERS } from '../../scope.js'
import type { PatternSummary, Store, Totals } from '../../store/store.js'
import { csvResponse } from '../csv-response.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { periodFields, periodOf } from './period.js'
import {
  createServiceSavings,
  MAX_PATTERNS,
  patternsOfPeriod,
  savingsFields,
  serviceSavings,
} from './service-savings.js'

const byPattern = z
  .object({
    service: z.string(),
    signature: z.string(),
    check: z.string().nullable(),
    template: z.string(),
    class: z.string(),
    ...savingsFields,
  })
  .openapi('PatternSavings')
const byClass = z
  .object({ class: z.enum(CLASSES), patterns: z.number().int(), ...savingsFields })
  .openapi('ClassSavings')
const price = z
  .object({
    source: z.enum(['billing', 'option']),
    usd_per_gb: z.number(),
    label: z.string().openapi({ description: 'For people: where it is from.' }),
  })
  .openapi({
    description: 'What dollars are by. billing: the bill of the team in PostHog; option: as the server is set.',
  })
const shownPrice = ({ source, usdPerGb, label }: TeamPrice) => ({ source, usd_per_gb: usdPerGb, label })
const point = z.object({ time: z.number().int(), service: z.string(), ...savingsFields })
const format = z.enum(['json', 'csv']).default('json')
const service = z.string().min(1).max(256)
const limit = z.coerce.number().int().min(1).max(MAX_PATTERNS).default(MAX_PATTERNS)

/** What sampling saved, what of it the guarantees cost, and how sure the counts are. */
export function savingsRoutes(store: Store, now: Now, priceOf: PriceOf): Endpoint[] {
  const savings = createServiceSavings(store)

  return [
    endpoint({
      method: 'get',
      path: '/api/v1/savings',
      scopes: READERS,
      summary: 'Savings by service, with what the guarantees cost',
      query: z.object({
        ...periodFields,
        service: service.optional(),
        standard_error: z.enum(['true', 'false']).default('true').openapi({
          description: 'false: without `relative_standard_error`, which takes sums of all patterns.',
        }),
        format,
      }),
      responses: [
        { status: 200, description: 'As JSON or CSV', schema: z.object({ services: z.array(serviceSavings), price }) },
      ],
      async handle({ query, principal }) {
        const period = periodOf(query, now())
        const cost = await priceOf(principal.teamId)
        const withError = query.standard_error === 'true'
        const services = await savings.of(principal.teamId, period, query.service, withError, cost.usdPerGb)
        if (services === undefined) throw new Problem(404, 'the team has no such service')
        if (query.format === 'json') return json({ services, price: shownPrice(cost) })
        return csvResponse(
          'savings.csv',
          services.map(({ guarantees, sent: _, kept_by_reason: __, dropped_by_reason: ___, ...row }) => ({
            ...row,
            ...Object.fromEntries(guarantees.map(({ reason, usd }) => [`${reason}_usd`, usd])),
          })),
        )
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/savings/patterns',
      scopes: READERS,
      summary: 'Savings by pattern, most bytes first; without what stamps and batches add',
      query: z.object({ ...periodFields, service: service.optional(), limit, format }),
      responses: [{ status: 200, description: 'As JSON or CSV', schema: z.object({ patterns: z.array(byPattern) }) }],
      async handle({ query, principal }) {
        const found = await patternsOfPeriod(
          store,
          principal.teamId,
          periodOf(query, now()),
          query.service,
          query.limit,
        )
        const { usdPerGb } = await priceOf(principal.teamId)
        const patterns = found.map((one) => ({
          service: one.service,
          signature: one.signature,
          template: one.template,
          class: one.class,
          ...savingsOf(one, 0, usdPerGb),
          check: one.check === '' ? null : one.check,
        }))
        return query.format === 'json' ? json({ patterns }) : csvResponse('savings.csv', patterns)
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/savings/classes',
      scopes: READERS,
      summary: `Savings by class of pattern, most bytes first, of the ${MAX_PATTERNS} largest patterns; without what stamps and batches add`,
      query: z.object({ ...periodFields, service: service.optional(), format }),
      responses: [{ status: 200, description: 'As JSON or CSV', schema: z.object({ classes: z.array(byClass) }) }],
      async handle({ query, principal }) {
        const found = await patternsOfPeriod(store, principal.teamId, periodOf(query, now()), query.service)
        const classes = classesOf(found, (await priceOf(principal.teamId)).usdPerGb)
        return query.format === 'json' ? json({ classes }) : csvResponse('savings.csv', classes)
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/savings/timeline',
      scopes: READERS,
      summary:
        'Savings of a service or one of its patterns over time; of a pattern without what stamps and batches add',
      query: z.object({
        ...periodFields,
        service,
        signature: z.string().max(16).optional(),
        check: z.string().max(16).optional(),
        step: z.enum(['hour', 'day']).default('hour'),
        format,
      }),
      responses: [{ status: 200, description: 'As JSON or CSV', schema: z.object({ points: z.array(point) }) }],
      async handle({ query, principal }) {
        const period = periodOf(query, now())
        const id = await store.services.find(principal.teamId, query.service)
        if (id === undefined) throw new Problem(404, 'the team has no such service')
        const points: readonly (Totals & { readonly time: number; readonly overheadBytes?: number })[] =
          query.signature === undefined
            ? await store.sums.timeline([id], query.step, period)
            : await store.counters.timeline(id, query.signature, query.step, period, query.check)
        const { usdPerGb } = await priceOf(principal.teamId)
        const rows = points.map((point) => ({
          time: point.time,
          service: query.service,
          ...savingsOf(point, point.overheadBytes ?? 0, usdPerGb),
        }))
        return query.format === 'json' ? json({ points: rows }) : csvResponse('savings.csv', rows)
      },
    }),
  ]
}

/** Returns patterns added up by what they are. */
function classesOf(patterns: readonly PatternSummary[], usdPerGb: number) {
  return [...Map.groupBy(patterns, (one) => one.class)]
    .map(([name, own]) => ({
      class: name,
      patterns: own.length,
      ...savingsOf(totalsOf(own), 0, usdPerGb),
      relative_standard_error: standardErrorOfSum(own),
    }))
    .toSorted((a, b) => b.bytes - a.bytes)
}

const totalsOf = (patterns: readonly Totals[]): Totals =>
  patterns.reduce(
    (all, one) => ({
      seen: all.seen + one.seen,
      kept: all.kept + one.kept,
      bytes: all.bytes + one.bytes,
      keptBytes: all.keptBytes + one.keptBytes,
      errors: all.errors + one.errors,
    }),
    { seen: 0, kept: 0, bytes: 0, keptBytes: 0, errors: 0 },
  )
