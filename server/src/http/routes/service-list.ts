import { z } from '@hono/zod-openapi'
import { waitsForHistoryUntil } from '../../budgets/history-wait.js'
import { epochSeconds, type Now } from '../../internal/clock.js'
import type { PriceOf } from '../../savings/team-price.js'
import { READERS } from '../../scope.js'
import { POLICY_KINDS, POLICY_STAGES } from '../../store/contracts/policies.js'
import type { ServiceSums } from '../../store/contracts/service-sums.js'
import type { PolicyStanding } from '../../store/contracts/standings.js'
import type { Period, ServiceRow, Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { billedFields, NO_SUMS, shownSums } from './billed.js'
import { periodFields, periodOf } from './period.js'

const standing = z
  .object({
    version: z.number().int(),
    kind: z.enum(POLICY_KINDS),
    stage: z.enum(POLICY_STAGES),
    stage_at: z.number().int(),
    created_at: z.number().int(),
  })
  .openapi('PolicyStanding')
const service = z
  .object({
    name: z.string(),
    first_seen: z.number().int(),
    last_seen: z.number().int(),
    silent_since: z.number().int().nullable().openapi({
      description: 'It missed three reports: time of the last one. null: it reports.',
    }),
    history_until: z.number().int().nullable().openapi({
      description: 'The service is too young for a policy until then; it adapts by itself. null: it is old enough.',
    }),
    instances: z.number().int().openapi({ description: 'That report now.' }),
    release: z.string().nullable().openapi({ description: 'The one that began to report last.' }),
    patterns: z.number().int(),
    new_patterns: z.number().int().openapi({ description: 'First seen in the period.' }),
    policy: standing.nullable().openapi({ description: 'In force.' }),
    candidate: standing.nullable().openapi({ description: 'On its way.' }),
    switch_until: z.number().int().nullable().openapi({ description: 'Everything is kept until then.' }),
    open_incident: z.number().int().nullable(),
    ...billedFields,
    before: z
      .object({ bytes: z.number(), billed_bytes: z.number() })
      .openapi({ description: 'In the period of the same length before.' }),
  })
  .openapi('Service')

export interface ServiceListTimes {
  /** An instance lives until it was silent for so long. */
  readonly liveSeconds: number
  /** A service that is younger gets no policy. */
  readonly minHistorySeconds: number
}

/** All services at a glance: what they logged, what was kept, under which policy, and what is out of the ordinary. */
export function serviceListRoutes(store: Store, now: Now, priceOf: PriceOf, times: ServiceListTimes): Endpoint[] {
  const { liveSeconds, minHistorySeconds } = times
  const stateOf = ({ firstSeen, lastSeen }: ServiceRow) => {
    const seconds = epochSeconds(now)
    return {
      first_seen: firstSeen,
      last_seen: lastSeen,
      silent_since: seconds - lastSeen > liveSeconds ? lastSeen : null,
      history_until: waitsForHistoryUntil({ firstSeen }, minHistorySeconds, seconds) ?? null,
    }
  }
  const billed = ({ keptBytes, overheadBytes }: ServiceSums) => keptBytes + overheadBytes

  return [
    endpoint({
      method: 'get',
      path: '/api/v1/services',
      scopes: READERS,
      summary: 'The services of the team: what they logged in a period, and where they stand now',
      query: z.object(periodFields),
      responses: [{ status: 200, description: 'The services', schema: z.object({ services: z.array(service) }) }],
      async handle({ query, principal: { teamId } }) {
        const period = periodOf(query, now())
        const before: Period = { from: period.from - (period.to - period.from), to: period.from }
        const [rows, standings] = await Promise.all([
          store.services.ofTeam(teamId),
          store.standings.of(teamId, period, epochSeconds(now) - liveSeconds),
        ])
        const { usdPerGb } = await priceOf(teamId)
        const ids = rows.map(({ id }) => id)
        const [sums, sumsBefore] = await Promise.all([store.sums.of(ids, period), store.sums.of(ids, before)])
        const rowOf = new Map(rows.map((row) => [row.id, row]))
        const services = standings.flatMap(({ serviceId: id, ...found }) => {
          const row = rowOf.get(id)
          if (row === undefined) return []
          const earlier = sumsBefore.get(id) ?? NO_SUMS
          return [
            {
              name: found.name,
              ...stateOf(row),
              instances: found.liveInstances,
              release: found.release ?? null,
              patterns: found.patterns,
              new_patterns: found.newPatterns,
              policy: shownStanding(found.policy),
              candidate: shownStanding(found.candidate),
              switch_until:
                found.switchUntil !== undefined && found.switchUntil > epochSeconds(now) ? found.switchUntil : null,
              open_incident: found.openIncident ?? null,
              ...shownSums(sums.get(id) ?? NO_SUMS, usdPerGb),
              before: { bytes: earlier.bytes, billed_bytes: billed(earlier) },
            },
          ]
        })
        return json({ services })
      },
    }),
  ]
}

function shownStanding(found: PolicyStanding | undefined) {
  if (found === undefined) return null
  const { version, kind, stage, stageAt, createdAt } = found
  return { version, kind, stage, stage_at: stageAt, created_at: createdAt }
}
