import { z } from '@hono/zod-openapi'
import { budgetsOverTime } from '../../budgets/budget-history.js'
import type { Now } from '../../internal/clock.js'
import { READERS } from '../../scope.js'
import type { ServicePoint } from '../../store/contracts/service-sums.js'
import type { Store } from '../../store/store.js'
import { SECONDS } from '../../store/tables.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { periodFields, periodOf } from './period.js'

const MAX_POINTS = 2_000
/** Numbers in an answer. */
const MAX_VALUES = 200_000
/** Changes of budgets that are looked at, the newest. */
const MAX_BUDGET_CHANGES = 1_000
/** Steps in a bucket. */
const MAX_TOGETHER = 60
const STEPS = ['minute', 'hour', 'day'] as const
const COLUMNS = ['seen', 'kept', 'errors', 'bytes', 'billed_bytes'] as const
const REASON_COLUMNS = ['kept', 'dropped'] as const

const values = z.array(z.number()).openapi({ description: 'One a time.' })
const series = z
  .object({
    name: z.string().openapi({ description: 'Of the service or the reason; empty: all together.' }),
    seen: values.optional(),
    kept: values,
    dropped: values.optional(),
    errors: values.optional(),
    bytes: values.optional(),
    billed_bytes: values.optional(),
  })
  .openapi('TeamSeries')
const timeline = z
  .object({
    step: z.enum(STEPS),
    seconds: z.number().int().openapi({ description: 'Of a bucket.' }),
    times: z.array(z.number().int()).openapi({ description: 'Start of each bucket. None is left out.' }),
    series: z.array(series),
    budget: z.array(z.number().nullable()).openapi({
      description: 'Bytes that the budgets allowed in a step, as they were then; null: none, or one in records.',
    }),
  })
  .openapi('TeamTimeline')

/** The whole team over time, in columns: one request for a chart of all services. */
export function timelineRoutes(
  { services, sums, audit }: Pick<Store, 'services' | 'sums' | 'audit'>,
  now: Now,
  usdPerGb: number,
): Endpoint[] {
  async function budgetsAt(teamId: number, service: string | undefined, seconds: number, times: readonly number[]) {
    const entries = await audit.find(teamId, { service, actions: ['budget'], limit: MAX_BUDGET_CHANGES })
    const perDay = budgetsOverTime(entries, service, times, usdPerGb)
    return perDay.map((bytes) => (bytes === null ? null : (bytes * seconds) / SECONDS.day))
  }

  return [
    endpoint({
      method: 'get',
      path: '/api/v1/timeline',
      scopes: READERS,
      summary: 'What all services or one logged and sent over time: together, by service, or by why it was kept',
      query: z.object({
        ...periodFields,
        by: z.enum(['all', 'service', 'reason']).default('all'),
        service: z.string().max(256).optional(),
        step: z.enum(STEPS).default('hour'),
        together: z.coerce.number().int().min(1).max(MAX_TOGETHER).default(1).openapi({
          description: 'So many steps are one bucket: 10 with `step=minute` are ten minutes.',
        }),
      }),
      responses: [{ status: 200, description: 'A column a series, empty buckets as 0', schema: timeline }],
      async handle({ query: { from, to, by, service, step, together }, principal: { teamId } }) {
        const period = periodOf({ from, to }, now())
        const seconds = SECONDS[step] * together
        const times = timesOf(period, seconds)
        if (times.length > MAX_POINTS)
          throw new Problem(422, `a timeline must have at most ${MAX_POINTS} points: take a longer step`)
        const rows = (await services.ofTeam(teamId)).filter(({ name }) => service === undefined || name === service)
        if (service !== undefined && rows.length === 0) throw new Problem(404, 'the team has no such service')
        const ids = rows.map(({ id }) => id)
        const budget = await budgetsAt(teamId, service, seconds, times)
        if (by === 'reason') {
          const points = await sums.reasons(ids, step, period, together)
          const byReason = Map.groupBy(points, ({ reason }) => reason)
          const shown = [...byReason].map(([name, own]) => ({
            name,
            ...columnsOf(times, REASON_COLUMNS, own),
          }))
          return json({ step, seconds, times, series: shown, budget })
        }
        const lines = by === 'service' ? rows.length : 1
        if (lines * times.length * COLUMNS.length > MAX_VALUES)
          throw new Problem(422, `${lines} services at ${times.length} times are too many: take a longer step`)
        const points = (await sums.timeline(ids, step, period, together)).map(billed)
        if (by === 'all')
          return json({
            step,
            seconds,
            times,
            series: [{ name: '', ...columnsOf(times, COLUMNS, points) }],
            budget,
          })
        const own = Map.groupBy(points, ({ serviceId }) => serviceId)
        const shown = rows.map(({ id, name }) => ({ name, ...columnsOf(times, COLUMNS, own.get(id) ?? []) }))
        return json({ step, seconds, times, series: shown, budget })
      },
    }),
  ]
}

function timesOf({ from, to }: { readonly from: number; readonly to: number }, seconds: number): number[] {
  const first = Math.floor(from / seconds)
  const count = Math.min(MAX_POINTS + 1, Math.ceil(to / seconds) - first)
  return Array.from({ length: count }, (_, i) => (first + i) * seconds)
}

function billed({ keptBytes, overheadBytes, ...point }: ServicePoint) {
  return { ...point, billed_bytes: keptBytes + overheadBytes }
}

/** Returns the columns of points, added up by time. */
function columnsOf<Name extends string>(
  times: readonly number[],
  names: readonly Name[],
  points: readonly (Readonly<Record<Name, number>> & { readonly time: number })[],
): Record<Name, number[]> {
  const placeOf = new Map(times.map((time, i) => [time, i]))
  const columns = Object.fromEntries(names.map((name) => [name, times.map(() => 0)])) as Record<Name, number[]>
  for (const point of points) {
    const place = placeOf.get(point.time)
    if (place !== undefined) for (const name of names) columns[name][place]! += point[name]
  }
  return columns
}
