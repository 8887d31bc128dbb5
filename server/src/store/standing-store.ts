import type { ExpressionBuilder, Selectable } from 'kysely'
import { isOnTheWay, POLICY_STAGES } from './contracts/policies.js'
import type { PolicyStanding, ServiceStanding, StandingStore } from './contracts/standings.js'
import type { Engine } from './engine.js'
import type { Period } from './store.js'
import type { Tables } from './tables.js'

const STAGES_ON_THE_WAY = POLICY_STAGES.filter((stage) => isOnTheWay({ stage }))
/** Releases of instances that are silent for longer are not asked for. */
const RELEASE_SECONDS = 7 * 86_400

type PolicyRow = Pick<
  Selectable<Tables['policies']>,
  'service' | 'version' | 'kind' | 'stage' | 'stage_at' | 'created_at'
>

export function createStandingStore({ reader }: Engine): StandingStore {
  const policies = (teamId: number) =>
    reader
      .selectFrom('policies')
      .select(['policies.service', 'policies.version', 'kind', 'stage', 'stage_at', 'created_at'])
      .where('team_id', '=', teamId)

  async function inForce(teamId: number): Promise<PolicyRow[]> {
    const newest = await reader
      .selectFrom('policies')
      .select(['service', (eb) => eb.fn.max('version').as('version')])
      .where('team_id', '=', teamId)
      .where('stage', '=', 'active')
      .groupBy('service')
      .execute()
    return newest.length === 0 ? [] : policies(teamId).where(amongst(newest)).execute()
  }

  /** Returns until when everything is kept, by service: what the allocator makes meanwhile carries the switch on. */
  async function switchedUntil(teamId: number, active: readonly PolicyRow[]): Promise<Map<string, number>> {
    if (active.length === 0) return new Map()
    const rows = await reader
      .selectFrom('policies')
      .select(['service', 'document'])
      .where('team_id', '=', teamId)
      .where(amongst(active))
      .where('document', 'like', '%"incident_until":"%')
      .execute()
    return new Map(
      rows.flatMap(({ service, document }) => {
        const { incident_until: until } = JSON.parse(document) as { incident_until?: string | null }
        return until == null ? [] : [[service, Math.floor(Date.parse(until) / 1000)] as const]
      }),
    )
  }

  async function patternsOf(ids: readonly number[], { from, to }: Period) {
    const rows = await reader
      .selectFrom('patterns')
      .select([
        'service_id',
        (eb) => eb.fn.countAll<number>().as('seen'),
        (eb) => eb.fn.sum<number>(eb.case().when('first_seen', '>=', from).then(1).else(0).end()).as('fresh'),
      ])
      .where('service_id', 'in', ids)
      .where('last_seen', '>=', from)
      .where('first_seen', '<', to)
      .groupBy('service_id')
      .execute()
    return new Map(rows.map(({ service_id, seen, fresh }) => [service_id, [Number(seen), Number(fresh)] as const]))
  }

  async function instancesOf(ids: readonly number[], liveSince: number) {
    const rows = await reader
      .selectFrom('instances')
      .select([
        'service_id',
        'service_version',
        (eb) => eb.fn.min('first_seen').as('since'),
        (eb) => eb.fn.sum<number>(eb.case().when('last_seen', '>=', liveSince).then(1).else(0).end()).as('live'),
      ])
      .where('service_id', 'in', ids)
      .where('last_seen', '>=', liveSince - RELEASE_SECONDS)
      .groupBy(['service_id', 'service_version'])
      .execute()
    const found = new Map<number, { live: number; release: string | undefined; since: number }>()
    for (const { service_id, service_version, since, live } of rows) {
      const one = found.get(service_id) ?? { live: 0, release: undefined, since: Number.NEGATIVE_INFINITY }
      one.live += Number(live)
      if (service_version !== null && Number(since) > one.since)
        Object.assign(one, { release: service_version, since: Number(since) })
      found.set(service_id, one)
    }
    return found
  }

  return {
    async of(teamId, period, liveSince) {
      const services = await reader
        .selectFrom('services')
        .select(['id', 'name'])
        .where('team_id', '=', teamId)
        .orderBy('name')
        .execute()
      if (services.length === 0) return []
      const ids = services.map(({ id }) => id)
      const active = await inForce(teamId)
      const [switches, onTheWay, incidents, patterns, instances] = await Promise.all([
        switchedUntil(teamId, active),
        policies(teamId).where('stage', 'in', STAGES_ON_THE_WAY).orderBy('version').execute(),
        reader
          .selectFrom('incidents')
          .select(['service_id', (eb) => eb.fn.max('id').as('id')])
          .where('team_id', '=', teamId)
          .where('resolved_at', 'is', null)
          .groupBy('service_id')
          .execute(),
        patternsOf(ids, period),
        instancesOf(ids, liveSince),
      ])
      const activeOf = new Map(active.map((row) => [row.service, row]))
      const candidateOf = new Map(onTheWay.map((row) => [row.service, row]))
      const incidentOf = new Map(incidents.map(({ service_id, id }) => [service_id, Number(id)]))
      return services.map(({ id, name }): ServiceStanding => {
        const policy = activeOf.get(name)
        const candidate = candidateOf.get(name)
        const [seen, fresh] = patterns.get(id) ?? [0, 0]
        return {
          serviceId: id,
          name,
          policy: policy && standingOf(policy),
          // One below the version in force was overtaken.
          candidate: candidate && candidate.version > (policy?.version ?? 0) ? standingOf(candidate) : undefined,
          switchUntil: switches.get(name),
          openIncident: incidentOf.get(id),
          liveInstances: instances.get(id)?.live ?? 0,
          release: instances.get(id)?.release,
          patterns: seen,
          newPatterns: fresh,
        }
      })
    },
  }
}

type PolicyName = Pick<PolicyRow, 'service' | 'version'>

function amongst(named: readonly PolicyName[]) {
  return ({ eb, refTuple, tuple }: ExpressionBuilder<Tables, 'policies'>) =>
    eb(
      refTuple('service', 'version'),
      'in',
      named.map(({ service, version }) => tuple(service, version)),
    )
}

function standingOf({ version, kind, stage, stage_at, created_at }: PolicyRow): PolicyStanding {
  return { version, kind, stage, stageAt: stage_at, createdAt: created_at }
}
