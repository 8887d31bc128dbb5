import { z } from '@hono/zod-openapi'
import { stringify } from 'csv-stringify/sync'
import type { Now } from '../../internal/clock.js'
import { GUARANTEES, guaranteesOf, savingsOf, standardErrorOfSum } from '../../savings/savings.js'
import { READERS } from '../../scope.js'
import type { Period, Store, Totals } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { periodFields, periodOf } from './period.js'

const MAX_PATTERNS = 10_000

const savingsFields = {
  seen: z.number(),
  kept: z.number(),
  bytes: z.number().openapi({ description: 'Had everything been kept.' }),
  billed_bytes: z.number().openapi({ description: 'Kept records with what stamps and batches add.' }),
  usd: z.number(),
  billed_usd: z.number(),
  saved_usd: z.number(),
  saved_share: z.number(),
  relative_standard_error: z.number().nullable(),
}
const guarantee = z.object({ reason: z.enum(GUARANTEES), records: z.number(), bytes: z.number(), usd: z.number() })
const byService = z
  .object({
    service: z.string(),
    ...savingsFields,
    guarantees: z.array(guarantee),
    kept_by_reason: z
      .record(z.string(), z.number())
      .openapi({ description: "Records by the SDK's reason, also by those that this server does not know." }),
    dropped_by_reason: z.record(z.string(), z.number()).openapi({ description: 'Dropped records, likewise.' }),
  })
  .openapi('ServiceSavings')
const byPattern = z
  .object({ service: z.string(), signature: z.string(), template: z.string(), class: z.string(), ...savingsFields })
  .openapi('PatternSavings')
const point = z.object({ time: z.number().int(), service: z.string(), ...savingsFields })
const format = z.enum(['json', 'csv']).default('json')
const service = z.string().min(1).max(256)

/** What sampling saved, what of it the guarantees cost, and how sure the counts are. */
export function savingsRoutes(store: Store, now: Now, usdPerGb: number): Endpoint[] {
  async function servicesOf(teamId: number, period: Period, name: string | undefined) {
    const all = await store.services.list(teamId, period)
    const found = name === undefined ? all : all.filter((one) => one.name === name)
    if (name !== undefined && found.length === 0) throw new Problem(404, 'the team has no such service')
    const ids = new Map<string, number>()
    for (const one of found) ids.set(one.name, (await store.services.find(teamId, one.name))!)
    return { found, ids, keeps: await store.services.keeps([...ids.values()], period) }
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
      query: z.object({ ...periodFields, service: service.optional(), format }),
      responses: [{ status: 200, description: 'As JSON or CSV', schema: z.object({ services: z.array(byService) }) }],
      async handle({ query, principal }) {
        const period = periodOf(query, now())
        const { found, ids, keeps } = await servicesOf(principal.teamId, period, query.service)
        const patterns = Map.groupBy(await patternsOf(principal.teamId, period, query.service), (one) => one.service)
        const services = found.map((one) => {
          const own = keeps.get(ids.get(one.name)!)
          return {
            service: one.name,
            ...savingsOf(one, own?.overheadBytes ?? 0, usdPerGb),
            relative_standard_error: standardErrorOfSum(patterns.get(one.name) ?? []),
            guarantees: guaranteesOf(own, one, usdPerGb),
            kept_by_reason: Object.fromEntries(own?.keptByReason ?? []),
            dropped_by_reason: Object.fromEntries(own?.droppedByReason ?? []),
          }
        })
        if (query.format === 'json') return json({ services })
        return csv(
          services.map(({ guarantees, kept_by_reason: _, dropped_by_reason: __, ...row }) => ({
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
        }))
        return query.format === 'json' ? json({ patterns }) : csv(patterns)
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/savings/timeline',
      scopes: READERS,
      summary: 'Savings of a service or one of its patterns over time; without what stamps and batches add',
      query: z.object({
        ...periodFields,
        service,
        signature: z.string().max(16).optional(),
        step: z.enum(['hour', 'day']).default('hour'),
        format,
      }),
      responses: [{ status: 200, description: 'As JSON or CSV', schema: z.object({ points: z.array(point) }) }],
      async handle({ query, principal }) {
        const period = periodOf(query, now())
        const id = await store.services.find(principal.teamId, query.service)
        if (id === undefined) throw new Problem(404, 'the team has no such service')
        const points = await store.counters.timeline(id, query.signature, query.step, period)
        const rows = points.map(({ time, ...totals }: { time: number } & Totals) => ({
          time,
          service: query.service,
          ...savingsOf(totals, 0, usdPerGb),
        }))
        return query.format === 'json' ? json({ points: rows }) : csv(rows)
      },
    }),
  ]
}

/** Returns rows as CSV. Templates are other people's text: what a spreadsheet would take for a formula is quoted. */
function csv(rows: readonly object[]): Response {
  const text = stringify([...rows], { header: true, escape_formulas: true })
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="savings.csv"',
  }
  return new Response(text, { headers })
}
