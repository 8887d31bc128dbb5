import { sql, type Transaction } from 'kysely'
import { audited } from './audited.js'
import {
  POLICY_STAGE_TABLE,
  POLICY_STAGES,
  type PolicyStage,
  type PolicyStore,
  type PolicySummary,
  type StageMove,
  type StageNote,
  type StoredPolicy,
} from './contracts/policies.js'
import type { Engine } from './engine.js'
import type { Tables } from './tables.js'

const STAGES_THAT_ARE_OVER = POLICY_STAGES.filter((stage) => POLICY_STAGE_TABLE[stage] === 'over')

const SUMMARY_COLUMNS = [
  'version',
  'kind',
  'stage',
  'stage_at',
  'stage_reason',
  'stages',
  'canary_share',
  'forecast',
  'created_at',
  'created_by',
  'restored_from',
] as const

export function createPolicyStore({ db, reader }: Engine): PolicyStore {
  const of = (teamId: number, service: string) =>
    reader.selectFrom('policies').selectAll().where('team_id', '=', teamId).where('service', '=', service)
  const currentOf = (teamId: number, service: string) =>
    reader
      .selectFrom('policies')
      .where('team_id', '=', teamId)
      .where('service', '=', service)
      .where('stage', 'not in', STAGES_THAT_ARE_OVER)
      .where('version', '>=', (eb) =>
        eb
          .selectFrom('policies as p')
          .select((inner) => inner.fn.coalesce(inner.fn.max('p.version'), inner.lit(0)).as('version'))
          .where('p.team_id', '=', teamId)
          .where('p.service', '=', service)
          .where('p.stage', '=', 'active'),
      )
  /** Returns `undefined` if it was removed meanwhile. */
  const documentOf = async (teamId: number, service: string, { version }: Pick<PolicySummary, 'version'>) => {
    const row = await of(teamId, service).where('version', '=', version).executeTakeFirst()
    return row?.document
  }

  return {
    async latest(teamId, service) {
      const row = await of(teamId, service).orderBy('version', 'desc').limit(1).executeTakeFirst()
      return row && policyOf(row)
    },
    async current(teamId, service, known = []) {
      const rows = await currentOf(teamId, service)
        .select(SUMMARY_COLUMNS)
        .$if(known.length === 0, (query) => query.select('document'))
        .orderBy('version', 'desc')
        .execute()
      const policies: StoredPolicy[] = []
      for (const row of rows) {
        const summary = summaryOf(row)
        const document =
          row.document ??
          known.find((one) => isSame(one, summary))?.document ??
          (await documentOf(teamId, service, row))
        if (document !== undefined) policies.push({ ...summary, document })
      }
      return policies
    },
    async find(teamId, service, version) {
      const row = await of(teamId, service).where('version', '=', version).executeTakeFirst()
      return row && policyOf(row)
    },
    async history(teamId, service, limit) {
      const rows = await of(teamId, service).orderBy('version', 'desc').limit(limit).execute()
      return rows.map(policyOf)
    },
    async summaries(teamId, service, { limit, before, kinds, period }) {
      const rows = await reader
        .selectFrom('policies')
        .select(SUMMARY_COLUMNS)
        .where('team_id', '=', teamId)
        .where('service', '=', service)
        .$if(before !== undefined, (query) => query.where('version', '<', before!))
        .$if(kinds !== undefined, (query) => query.where('kind', 'in', kinds!))
        .$if(period !== undefined, (query) =>
          query.where('stage_at', '>=', period!.from).where('created_at', '<', period!.to),
        )
        .orderBy('version', 'desc')
        .limit(limit)
        .execute()
      return rows.map(summaryOf)
    },
    append(teamId, service, policy, { moves, entries }) {
      return audited(db, entries, async (trx) => {
        const rows = await trx
          .insertInto('policies')
          .values({ team_id: teamId, service, ...rowOf(policy) })
          .onConflict((conflict) => conflict.columns(['team_id', 'service', 'version']).doNothing())
          .returning('version')
          .execute()
        if (rows.length === 0) return false
        for (const one of moves) if (!(await move(trx, teamId, service, one))) return false
        return true
      })
    },
    changeStage: (teamId, service, change, entry) => audited(db, [entry], (trx) => move(trx, teamId, service, change)),
    async forgetAdjustments(before) {
      await db
        .deleteFrom('policies')
        .where('kind', '=', 'adjustment')
        .where('created_at', '<', before)
        .where('version', '<', (eb) =>
          eb
            .selectFrom('policies as p')
            .select((inner) => inner.fn.max('p.version').as('version'))
            .whereRef('p.team_id', '=', 'policies.team_id')
            .whereRef('p.service', '=', 'policies.service')
            .where('p.stage', '=', 'active'),
        )
        .execute()
    },
  }
}

/** Returns whether they are one version: a service that was removed and made anew begins with the first again. */
function isSame(a: PolicySummary, b: PolicySummary): boolean {
  return a.version === b.version && a.kind === b.kind && a.createdAt === b.createdAt && a.createdBy === b.createdBy
}

/** Returns whether the version was at the stage it moves from. */
async function move(
  trx: Transaction<Tables>,
  teamId: number,
  service: string,
  { version, from, to, at, reason, canaryShare }: StageMove,
): Promise<boolean> {
  const rows = await trx
    .updateTable('policies')
    .set({
      stage: to,
      stage_at: at,
      stage_reason: reason,
      stages: sql<string>`coalesce(stages || ',', '') || ${noteOf(to, at, reason)}`,
      ...(canaryShare !== undefined && { canary_share: canaryShare }),
    })
    .where('team_id', '=', teamId)
    .where('service', '=', service)
    .where('version', '=', version)
    .where('stage', '=', from)
    .returning('version')
    .execute()
  return rows.length === 1
}

function rowOf(policy: StoredPolicy): Omit<Tables['policies'], 'team_id' | 'service'> {
  return {
    version: policy.version,
    document: policy.document,
    kind: policy.kind,
    stage: policy.stage,
    stage_at: policy.stageAt,
    stage_reason: policy.stageReason,
    stages: noteOf(policy.stage, policy.stageAt, policy.stageReason),
    canary_share: policy.canaryShare,
    forecast: policy.forecast ?? null,
    created_at: policy.createdAt,
    created_by: policy.createdBy,
    restored_from: policy.restoredFrom ?? null,
  }
}

function policyOf(row: Tables['policies']): StoredPolicy {
  return { ...summaryOf(row), document: row.document }
}

function summaryOf(row: Pick<Tables['policies'], (typeof SUMMARY_COLUMNS)[number]>): PolicySummary {
  return {
    version: row.version,
    kind: row.kind,
    stage: row.stage,
    stageAt: row.stage_at,
    stageReason: row.stage_reason,
    stages:
      row.stages === null
        ? [{ stage: row.stage, at: row.stage_at, reason: row.stage_reason }]
        : (JSON.parse(`[${row.stages}]`) as StageNote[]),
    canaryShare: row.canary_share,
    forecast: row.forecast ?? undefined,
    createdAt: row.created_at,
    createdBy: row.created_by,
    restoredFrom: row.restored_from ?? undefined,
  }
}

function noteOf(stage: PolicyStage, at: number, reason: string): string {
  return JSON.stringify({ stage, at, reason } satisfies StageNote)
}
