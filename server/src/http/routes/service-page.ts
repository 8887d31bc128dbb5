import { z } from '@hono/zod-openapi'
import type { Policy } from 'lipservice/protocol'
import type { BudgetStandings } from '../../budgets/budget-standings.js'
import { incidentDocument } from '../../incidents/incident-document.js'
import { epochSeconds, type Now } from '../../internal/clock.js'
import type { PolicyVersions } from '../../policies/policy-versions.js'
import { ownMode, switchedMode } from '../../policies/switched-policy.js'
import type { PriceOf } from '../../savings/team-price.js'
import { READERS } from '../../scope.js'
import type { StoredIncident } from '../../store/contracts/incidents.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { auditEntrySchema, SERVER_ACTORS, shownAuditEntry } from './audit.js'
import { budgetStandingSchema, shownStanding } from './budgets.js'
import { overrideSchema, shownOverride } from './overrides.js'
import { periodFields, periodOf } from './period.js'
import { shownSummary, summaryFields } from './policy-fields.js'
import { createServiceSavings, serviceSavings } from './service-savings.js'

/** Of instances and things that happened, so many are looked at. */
const MAX_INSTANCES = 1_000
const MAX_EVENTS = 100

const group = z.object({
  policy_version: z.number().int().nullable().openapi({ description: 'null: none yet, they adapt by themselves.' }),
  release: z.string().nullable(),
  instances: z.number().int(),
  first_seen: z.number().int().openapi({ description: 'Of the one that began first.' }),
})
const incident = z.object({
  id: z.number().int(),
  opened_at: z.number().int(),
  resolved_at: z.number().int().nullable(),
  summary: z.string(),
  findings: z.number().int(),
})
const page = z
  .object({
    budget: z
      .union([budgetStandingSchema, z.null()])
      .openapi({ description: "Its own, or the team's; null: neither is set." }),
    savings: serviceSavings,
    policy: z
      .object({ ...summaryFields, reasoning: z.string().nullable() })
      .nullable()
      .openapi({ description: 'In force; null: it adapts by itself.' }),
    switched: z
      .object({
        mode: z.enum(['shadow', 'off']).openapi({
          description: 'off: all is kept. shadow: all is kept, and records say what would become of them.',
        }),
        since: z.number().int(),
      })
      .nullable()
      .openapi({ description: "What PostHog's feature flag has it do; null: its policy says." }),
    overrides: z
      .array(overrideSchema.extend({ template: z.string().nullable() }))
      .openapi({ description: 'What people fixed.' }),
    instances: z
      .array(group)
      .openapi({ description: `That report now, at most ${MAX_INSTANCES}, by policy and release.` }),
    incidents: z.array(incident).openapi({ description: `In the period, the newest ${MAX_EVENTS}.` }),
    changes: z.array(auditEntrySchema).openapi({ description: `By people in the period, the newest ${MAX_EVENTS}.` }),
  })
  .openapi('ServicePage')

/** All that a page of one service shows besides its patterns and its chart. */
export function servicePageRoutes(
  store: Store,
  versions: PolicyVersions,
  standings: BudgetStandings,
  priceOf: PriceOf,
  { liveSeconds }: { readonly liveSeconds: number },
  now: Now,
): Endpoint[] {
  const savings = createServiceSavings(store)

  async function overridesOf(teamId: number, service: string) {
    const overrides = await store.overrides.list(teamId, service, epochSeconds(now))
    const signatures = [...new Set(overrides.map(({ signature }) => signature))]
    const named = await store.patterns.named(teamId, service, signatures)
    return overrides.map((one) => {
      const found = named.find(
        ({ signature, check }) => signature === one.signature && (one.check === '' || check === one.check),
      )
      return { ...shownOverride(one), template: found?.template ?? null }
    })
  }

  async function instancesOf(serviceId: number) {
    const live = await store.services.instances(serviceId, epochSeconds(now) - liveSeconds, MAX_INSTANCES)
    const groups = Map.groupBy(live, ({ policyVersion, serviceVersion }) => `${policyVersion} ${serviceVersion}`)
    return [...groups.values()].map((own) => ({
      policy_version: own[0]!.policyVersion ?? null,
      release: own[0]!.serviceVersion ?? null,
      instances: own.length,
      first_seen: Math.min(...own.map(({ firstSeen }) => firstSeen)),
    }))
  }

  return [
    endpoint({
      method: 'get',
      path: '/api/v1/services/{service}',
      scopes: READERS,
      summary: 'One service: its budget, savings, policy, what people fixed, instances, and what happened in a period',
      params: z.object({ service: z.string().min(1).max(256) }),
      query: z.object(periodFields),
      responses: [{ status: 200, description: 'The service', schema: page }],
      async handle({ params: { service }, query, principal: { teamId } }) {
        const period = periodOf(query, now())
        const id = await store.services.find(teamId, service)
        const { usdPerGb } = await priceOf(teamId)
        const [saved] = (id !== undefined && (await savings.of(teamId, period, service, true, usdPerGb))) || []
        if (id === undefined || saved === undefined) throw new Problem(404, 'the team has no such service')
        const [budgets, toggle, { active }, overrides, instances, incidents, changes] = await Promise.all([
          standings.of(teamId),
          versions.toggle(teamId),
          versions.current(teamId, service),
          overridesOf(teamId, service),
          instancesOf(id),
          store.incidents.list({ teamId, service, during: period, limit: MAX_EVENTS }),
          store.audit.find(teamId, {
            service,
            since: period.from,
            until: period.to,
            exceptActors: SERVER_ACTORS,
            limit: MAX_EVENTS,
          }),
        ])
        const budget =
          budgets.find((one) => one.budget.service === service) ?? budgets.find((one) => one.budget.service === '')
        const mode = toggle && switchedMode(service, ownMode(active), toggle)
        return json({
          budget: budget === undefined ? null : shownStanding(budget),
          savings: saved,
          policy:
            active === undefined
              ? null
              : {
                  ...shownSummary(active),
                  reasoning: (JSON.parse(active.document) as Policy).reasoning ?? null,
                },
          switched: toggle && mode ? { mode, since: toggle.since } : null,
          overrides,
          instances,
          incidents: incidents.map(shownIncident),
          changes: changes.map(shownAuditEntry),
        })
      },
    }),
  ]
}

function shownIncident(found: StoredIncident) {
  const { findings, summary, id, opened_at, resolved_at } = incidentDocument(found)
  return { id, opened_at, resolved_at, summary, findings: findings.length }
}
