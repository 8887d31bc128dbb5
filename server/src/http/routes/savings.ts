import { z } from '@hono/zod-openapi'
import type { Now } from '../../internal/clock.js'
import { GUARANTEES, guaranteesOf, savingsOf, sentPartsOf, standardErrorOfSum } from '../../savings/savings.js'
import { READERS } from '../../scope.js'
import type { Period, Store, Totals } from '../../store/store.js'
import { csvResponse } from '../csv-response.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { billedFields, NO_SUMS } from './billed.js'
import { periodFields, periodOf } from './period.js'

const MAX_PATTERNS = 10_000

const savingsFields = {
  seen: z.number(),
  kept: z.number(),
  bytes: z.number().openapi({ description: 'Had everything been kept.' }),
  overhead_bytes: z.number().openapi({ description: 'What stamps and batches add; of one pattern unknown, and 0.' }),
  billed_bytes: z.number().openapi({ description: 'Kept records, with that.' }),
  usd: z.number(),
  billed_usd: z.number(),
  saved_usd: z.number(),
  saved_share: z.number().openapi({ description: 'Part of `bytes` that is not billed.' }),
  relative_standard_error: z.number().nullable(),
}
const guarantee = z.object({ reason: z.enum(GUARANTEES), records: z.number(), bytes: z.number(), usd: z.number() })
const sent = z
  .object({ reason: z.string(), records: z.number(), bytes: z.number(), usd: z.number() })
  .openapi('SentPart')
const byService = z
  .object({
    service: z.string(),
    ...savingsFields,
    errors: billedFields.errors,
    kept_errors: billedFields.kept_errors,
    shadow_saved_bytes: billedFields.shadow_saved_bytes,
    guarantees: z.array(guarantee),
    sent: z.array(sent).openapi({ description: 'All that is billed, by the reason it was kept for.' }),
    kept_by_reason: z
      .record(z.string(), z.number())
      .openapi({ description: "Records by the SDK's reason, also by those that this server does not know." }),
    dropped_by_reason: z.record(z.string(), z.number()).openapi({ description: 'Dropped records, likewise.' }),
  })
  .openapi('ServiceSavings')
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
const point = z.object({ time: z.number().int(), service: z.string(), ...savingsFields })
const format = z.enum(['json', 'csv']).default('json')
const service = z.string().min(1).max(256)

/** What sampling saved, what of it the guarantees cost, and how sure the counts are. */
export function savingsRoutes(store: Store, now: Now, usdPerGb: number): Endpoint[] {
  async function servicesOf(teamId: number, period: Period, name: string | undefined) {
    const all = await store.services.ofTeam(teamId)
    const found = name === undefined ? all : all.filter((one) => one.name === name)
    if (name !== undefined && found.length === 0) throw new Problem(404, 'the team has no such service')
    const ids = found.map(({ id }) => id)
    const [sums, keeps] = await Promise.all([store.sums.of(ids, period), store.services.keeps(ids, period)])
    return found.map((one) => ({ ...one, sums: sums.get(one.id) ?? NO_SUMS, keeps: keeps.get(one.id) }))
  }

  const patternsOf = async (teamId: number, period: Period, name: string | undefined) => {
    const query = {
      teamId,
      period,
      service: name,
      sort: 'bytes',
      descending: true,
      limit: MAX_PATTERNS,
      offset: 0,
    } as const
    return (await store.patterns.list(query)).patterns
  }

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
      responses: [{ status: 200, description: 'As JSON or CSV', schema: z.object({ services: z.array(byService) }) }],
      async handle({ query, principal }) {
        const period = periodOf(query, now())
        const found = await servicesOf(principal.teamId, period, query.service)
        const withError = query.standard_error === 'true'
        const all = withError ? await patternsOf(principal.teamId, period, query.service) : []
        const patterns = Map.groupBy(all, (one) => one.service)
        const services = found.map(({ name, sums, keeps }) => ({
          service: name,
          ...savingsOf(sums, sums.overheadBytes, usdPerGb),
          errors: sums.errors,
          kept_errors: sums.keptErrors ?? null,
          shadow_saved_bytes: sums.shadowDroppedBytes,
          relative_standard_error: withError ? standardErrorOfSum(patterns.get(name) ?? []) : null,
          guarantees: guaranteesOf(keeps, sums, usdPerGb),
          sent: sentPartsOf(keeps?.keptByReason ?? new Map(), sums, sums.overheadBytes, usdPerGb),
          kept_by_reason: Object.fromEntries(keeps?.keptByReason ?? []),
          dropped_by_reason: Object.fromEntries(keeps?.droppedByReason ?? []),
        }))
        if (query.format === 'json') return json({ services })
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
      query: z.object({ ...periodFields, service: service.optional(), format }),
      responses: [{ status: 200, description: 'As JSON or CSV', schema: z.object({ patterns: z.array(byPattern) }) }],
      async handle({ query, principal }) {
        const found = await patternsOf(principal.teamId, periodOf(query, now()), query.service)
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
