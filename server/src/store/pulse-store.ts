import { sql } from 'kysely'
import { isOnTheWay, POLICY_STAGES } from './contracts/policies.js'
import type { PulseStore } from './contracts/pulse.js'
import type { Engine } from './engine.js'

const STAGES_ON_THE_WAY = POLICY_STAGES.filter((stage) => isOnTheWay({ stage }))

interface PulseRow {
  readonly audit_id: number | null
  readonly open_incidents: number
  readonly candidates: number
  readonly last_report_at: number | null
}

export function createPulseStore({ reader }: Engine): PulseStore {
  return {
    async of(teamId) {
      const { rows } = await sql<PulseRow>`SELECT
        (SELECT max(id) FROM audit WHERE team_id = ${teamId}) AS audit_id,
        (SELECT count(*) FROM incidents WHERE team_id = ${teamId} AND resolved_at IS NULL) AS open_incidents,
        (SELECT count(*) FROM policies WHERE team_id = ${teamId} AND stage IN (${sql.join(STAGES_ON_THE_WAY)}))
          AS candidates,
        (SELECT max(last_seen) FROM services WHERE team_id = ${teamId}) AS last_report_at`.execute(reader)
      const [row] = rows
      return {
        auditId: Number(row?.audit_id ?? 0),
        openIncidents: Number(row?.open_incidents ?? 0),
        candidates: Number(row?.candidates ?? 0),
        lastReportAt: row?.last_report_at == null ? undefined : Number(row.last_report_at),
      }
    },
  }
}
