import { z } from '@hono/zod-openapi'
import type { BudgetStanding, BudgetStandings } from '../../budgets/budget-standings.js'
import { epochSeconds, type Now } from '../../internal/clock.js'
import type { Principal } from '../../keys/key-ring.js'
import { READERS } from '../../scope.js'
import { BUDGET_UNITS, type StoredBudget } from '../../store/contracts/budgets.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { replacedBy } from '../if-match.js'
import { Problem } from '../problem.js'
import { reason } from './reason-field.js'

const TEAM = '/api/v1/budget'
const SERVICE = '/api/v1/services/{service}/budget'
const IF_MATCH = 'If-Match with `updated_at` in quotes, "0" for none, makes sure of what it replaces'
const LIMITS = { wireBytes: 4_096, bytes: 16_384 }

const params = z.object({ service: z.string().min(1).max(256) })
const budget = z
  .object({
    unit: z.enum(BUDGET_UNITS).openapi({ description: 'A GB is 10⁹ bytes of kept records, uncompressed.' }),
    amount: z.number().positive().max(1e9),
    reason: reason.optional(),
  })
  .openapi('Budget')
const shown = z.object({
  service: z.string().nullable().openapi({ description: 'null: the whole team' }),
  unit: z.enum(BUDGET_UNITS),
  amount: z.number(),
  updated_at: z.number().int(),
  updated_by: z.string(),
})
export const budgetStandingSchema = shown
  .extend({
    counted_in: z
      .enum(['bytes', 'records'])
      .openapi({ description: 'Unit of the amounts below: billed bytes or records.' }),
    per_day: z.number().openapi({ description: "Of the team's: without what services have of their own." }),
    spent_today: z.number(),
    month_to_date: z.number(),
    pace_per_minute: z.number().openapi({ description: 'What may be kept from now on.' }),
    resets_at: z.number().int().openapi({ description: 'The next midnight (UTC).' }),
    shared_by: z.number().int().openapi({ description: 'Services that share it and reported within a day.' }),
    warning: z.string().nullable(),
  })
  .openapi('BudgetStanding')
const withReason = z.object({ reason: reason.optional() })

/** Budgets of services, and of all services of a team without one of their own. */
export function budgetRoutes(
  { budgets, services }: Pick<Store, 'budgets' | 'services'>,
  standings: BudgetStandings,
  usdPerGb: number,
  now: Now,
): Endpoint[] {
  const seconds = () => epochSeconds(now)

  async function set(
    { teamId, keyId: actor }: Principal,
    service: string,
    body: z.infer<typeof budget>,
    request: Request,
  ): Promise<Response> {
    const { unit, amount } = body
    if (unit === 'usd_per_month' && usdPerGb === 0)
      throw new Problem(422, 'the server has no price of a GB: see its option --usd-per-gb')
    const before = (await budgets.list(teamId)).find((found) => found.service === service)
    // Later than any policy that holds the allocator back, and never the same twice.
    const updatedAt = Math.max(seconds(), (before?.updatedAt ?? 0) + 1)
    const stored: StoredBudget = { teamId, service, unit, amount, updatedAt, updatedBy: actor }
    const detail = { unit, amount, before: before === undefined ? null : { unit: before.unit, amount: before.amount } }
    const entry = { teamId, at: seconds(), actor, action: 'budget.set', service, reason: body.reason ?? '', detail }
    const replaces = replacedBy(request, 'updated_at of the budget')
    if (replaces !== undefined && replaces !== (before?.updatedAt ?? 0)) throw changed()
    if (!(await budgets.set(stored, entry, replaces))) throw changed()
    const isKnown = service === '' || (await services.find(teamId, service)) !== undefined
    return json({ ...show(stored), warning: isKnown ? null : `no instance has reported as '${service}' yet` })
  }

  async function remove(
    { teamId, keyId: actor }: Principal,
    service: string,
    why: string | undefined,
    request: Request,
  ): Promise<Response> {
    const entry = { teamId, at: seconds(), actor, action: 'budget.removed', service, reason: why ?? '', detail: {} }
    const replaces = replacedBy(request, 'updated_at of the budget')
    if (!(await budgets.remove(teamId, service, entry, replaces)))
      throw replaces === undefined ? new Problem(404, 'there is no such budget') : changed()
    return new Response(null, { status: 204 })
  }

  const putBody = { schema: budget, limits: LIMITS, checked: true }
  const put = {
    method: 'put',
    scopes: ['admin'],
    responses: [{ status: 200, description: 'The budget', schema: shown.extend({ warning: z.string().nullable() }) }],
  } as const
  const del = { method: 'delete', scopes: ['admin'], responses: [{ status: 204, description: 'It is gone' }] } as const
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/budgets',
      scopes: READERS,
      summary: 'Budgets of the team and of its services, and how far they are spent',
      responses: [
        { status: 200, description: 'The budgets', schema: z.object({ budgets: z.array(budgetStandingSchema) }) },
      ],
      async handle({ principal }) {
        return json({ budgets: (await standings.of(principal.teamId)).map(shownStanding) })
      },
    }),
    endpoint({
      ...put,
      path: SERVICE,
      summary: `Sets what may be kept of a service; the allocator takes its policy over. ${IF_MATCH}`,
      params,
      body: putBody,
      handle: ({ params: { service }, principal, body, request }) => set(principal, service, body, request),
    }),
    endpoint({
      ...put,
      path: TEAM,
      summary: `Sets what may be kept of all services that have no budget of their own. ${IF_MATCH}`,
      body: putBody,
      handle: ({ principal, body, request }) => set(principal, '', body, request),
    }),
    endpoint({
      ...del,
      path: SERVICE,
      summary: `Removes the budget of a service. ${IF_MATCH}`,
      params,
      query: withReason,
      handle: ({ params: { service }, principal, query, request }) => remove(principal, service, query.reason, request),
    }),
    endpoint({
      ...del,
      path: TEAM,
      summary: `Removes the budget of the team. ${IF_MATCH}`,
      query: withReason,
      handle: ({ principal, query, request }) => remove(principal, '', query.reason, request),
    }),
  ]
}

const changed = () => new Problem(412, 'another budget is set than the one that was to be replaced')

function show({ service, unit, amount, updatedAt, updatedBy }: StoredBudget) {
  return { service: service === '' ? null : service, unit, amount, updated_at: updatedAt, updated_by: updatedBy }
}

export function shownStanding(found: BudgetStanding) {
  const { budget, daily, perDay, overbooked, sharedBy } = found
  return {
    ...show(budget),
    counted_in: daily.unit,
    per_day: perDay,
    spent_today: found.spentToday,
    month_to_date: found.monthToDate,
    pace_per_minute: found.pacePerMinute,
    resets_at: found.resetsAt,
    shared_by: sharedBy,
    warning: overbooked?.text ?? null,
  }
}
