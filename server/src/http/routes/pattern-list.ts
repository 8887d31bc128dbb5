import { z } from '@hono/zod-openapi'
import { CLASSES } from 'lipservice/allocation'
import { epochSeconds, type Now } from '../../internal/clock.js'
import { PATTERN_WHYS, patternPlansOf } from '../../policies/pattern-plan.js'
import type { PolicyVersions } from '../../policies/policy-versions.js'
import type { PriceOf } from '../../savings/team-price.js'
import { READERS } from '../../scope.js'
import type { StoredOverride } from '../../store/contracts/overrides.js'
import { PATTERN_SORTS, type PatternSummary, type Store } from '../../store/store.js'
import { csvResponse } from '../csv-response.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { overrideSchema, shownOverride } from './overrides.js'
import { checkQuery, digits, patternFields, shareOf, shownPattern } from './pattern-fields.js'
import { periodFields, periodOf } from './period.js'
import { money, shownTotals, totalsFields } from './totals.js'

const MAX_TREND_POINTS = 96
const MAX_CSV_ROWS = 10_000
const listed = z
  .object({
    ...patternFields,
    why: z.enum(PATTERN_WHYS).openapi({ description: 'What decides of it under the policy in force.' }),
    value: z.number().openapi({ description: 'Of a record when the budget is divided; 1 is usual.' }),
    ceiling: z.number().openapi({ description: 'Upper bound of the probability that a record is kept, 0–1.' }),
    kept_whole: z.boolean(),
    overrides: z.array(overrideSchema).openapi({ description: 'What people fixed.' }),
    trend: z
      .object({ seen: z.array(z.number()), kept: z.array(z.number()) })
      .nullable()
      .openapi({ description: 'In equal steps of the period; null: it was not asked for.' }),
  })
  .openapi('ListedPattern')
/** One or several, separated by commas. */
const classes = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(CLASSES)).min(1))
const severities = z
  .string()
  .max(200)
  .transform((text) => text.split(','))
const sums = z
  .object(totalsFields)
  .openapi({ description: 'Of all that fit, whichever page is asked for; 0 beyond the last.' })
const query = z.object({
  ...periodFields,
  service: z.string().optional(),
  signature: digits.optional(),
  check: checkQuery,
  search: z
    .string()
    .max(200)
    .optional()
    .openapi({ description: 'Part of the template in any case, or start of the signature.' }),
  class: classes.optional().openapi({ type: 'string', description: 'One or several, separated by commas.' }),
  severity: severities.optional().openapi({ type: 'string', description: 'One or several, separated by commas.' }),
  only: z.enum(['thinned', 'fixed']).optional().openapi({
    description: 'thinned: of which less was kept than logged in the period. fixed: that a person fixed something of.',
  }),
  new_since: z.coerce.number().int().nonnegative().optional().openapi({
    description: 'First reported since then, epoch seconds.',
  }),
  new_in: z.string().optional().openapi({ description: 'First reported by this release of its service.' }),
  sort: z.enum(PATTERN_SORTS).default('bytes'),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  trend: z.coerce.number().int().min(0).max(MAX_TREND_POINTS).default(0).openapi({
    description: 'Steps that the period is cut into; 0: no trend.',
  }),
  format: z
    .enum(['json', 'csv'])
    .default('json')
    .openapi({ description: `csv: up to ${MAX_CSV_ROWS} rows, from the first.` }),
})

/** Patterns as a table shows them: what they cost, what decides of them, and what people said. */
export function patternListRoutes(store: Store, versions: PolicyVersions, now: Now, priceOf: PriceOf): Endpoint[] {
  /** Returns what is known of a pattern besides its counts; reads each service's policy once. */
  async function judgeOf(teamId: number, found: readonly PatternSummary[]) {
    const names = [...new Set(found.map(({ service }) => service))]
    const overrides = await store.overrides.ofTeam(teamId, epochSeconds(now))
    const bySignature = Map.groupBy(overrides, ({ service, signature }) => `${service} ${signature}`)
    const plans = new Map(
      await Promise.all(
        names.map(async (name) => [name, patternPlansOf((await versions.current(teamId, name)).active)] as const),
      ),
    )
    return (pattern: PatternSummary) => {
      const { why, value, ceiling, keptWhole } = plans.get(pattern.service)!(pattern)
      const own = bySignature.get(`${pattern.service} ${pattern.signature}`) ?? []
      return { why, value, ceiling, kept_whole: keptWhole, overrides: own.filter(isOf(pattern)).map(shownOverride) }
    }
  }

  return [
    endpoint({
      method: 'get',
      path: '/api/v1/patterns',
      scopes: READERS,
      summary: 'Patterns of all services or of one: what was seen and kept of them in a period, and why',
      query,
      responses: [
        {
          status: 200,
          description: 'A page of patterns, or all as CSV',
          schema: z.object({ total: z.number().int(), sums, patterns: z.array(listed) }),
        },
      ],
      async handle({ query: asked, principal: { teamId } }) {
        const period = periodOf(asked, now())
        const { sort, order, trend: points, class: ofClasses, new_in: newIn, format } = asked
        const isCsv = format === 'csv'
        const [{ total, sums: all, patterns }, services] = await Promise.all([
          store.patterns.list({
            teamId,
            period,
            service: asked.service,
            signature: asked.signature,
            check: asked.check,
            search: asked.search,
            classes: ofClasses,
            newIn,
            newSince: asked.new_since,
            severities: asked.severity,
            only: asked.only === 'fixed' ? { kind: 'fixed', at: epochSeconds(now) } : asked.only && { kind: 'thinned' },
            sort,
            descending: order === 'desc',
            limit: isCsv ? MAX_CSV_ROWS : asked.limit,
            offset: isCsv ? 0 : asked.offset,
          }),
          store.services.ofTeam(teamId),
        ])
        const byService = await store.sums.of(
          services.map(({ id }) => id),
          period,
        )
        const allBytes = [...byService.values()].reduce((all, { bytes }) => all + bytes, 0)
        const { usdPerGb } = await priceOf(teamId)
        const judge = await judgeOf(teamId, patterns)
        const trends = points === 0 || isCsv ? undefined : await store.trends.of(patterns, period, points)
        const rows = patterns.map((found, i) => ({
          ...shownPattern(found, shareOf(found.bytes, allBytes), usdPerGb),
          ...judge(found),
          trend: trends?.[i] ?? null,
        }))
        if (!isCsv) return json({ total, sums: { ...shownTotals(all), ...money(all, usdPerGb) }, patterns: rows })
        return csvResponse(
          'patterns.csv',
          rows.map(({ overrides, trend: _, ...row }) => ({
            ...row,
            overrides: overrides.map(({ kind, rate }) => (rate === null ? kind : `${kind} ${rate}`)).join(', '),
          })),
        )
      },
    }),
  ]
}

/** An override without a check is of all patterns that have its signature. */
function isOf({ check }: PatternSummary) {
  return (one: StoredOverride) => one.check === '' || one.check === check
}
