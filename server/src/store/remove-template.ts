import type { Transaction } from 'kysely'
import type { Finding } from './contracts/incidents.js'
import { type PatternPlace, REMOVED_TEMPLATE } from './contracts/patterns.js'
import type { Tables } from './tables.js'

/** Replaces the template of a pattern, wherever its text is kept. Returns whether there is such a pattern. */
export async function removeTemplate(
  trx: Transaction<Tables>,
  { teamId, service, signature, check }: PatternPlace,
): Promise<boolean> {
  const found = await trx
    .selectFrom('services')
    .select('id')
    .where('team_id', '=', teamId)
    .where('name', '=', service)
    .executeTakeFirst()
  if (found === undefined) return false
  const rows = await trx
    .updateTable('patterns')
    .set({ template: REMOVED_TEMPLATE })
    .where('service_id', '=', found.id)
    .where('signature', '=', signature)
    .$if(check !== undefined, (query) => query.where('template_check', '=', check!))
    .returning('signature')
    .execute()
  if (rows.length === 0) return false
  // A model was shown it: what it was shown goes, that it was asked stays.
  await trx
    .updateTable('llm_calls')
    .set({ request: '', answer: '' })
    .where('team_id', '=', teamId)
    .where('service', '=', service)
    .where('patterns', 'like', `%${signature}%`)
    .execute()
  await trx
    .updateTable('verdicts')
    .set({ why: '' })
    .where('team_id', '=', teamId)
    .where('service', '=', service)
    .where('signature', '=', signature)
    .execute()
  const incidents = await trx
    .selectFrom('incidents')
    .select(['id', 'findings'])
    .where('service_id', '=', found.id)
    .where('findings', 'like', `%${signature}%`)
    .execute()
  for (const { id, findings } of incidents) {
    const cleaned = (JSON.parse(findings) as Finding[]).map((finding) => {
      const isMeant = finding.signature === signature && (check === undefined || finding.check === check)
      return isMeant ? { ...finding, template: REMOVED_TEMPLATE } : finding
    })
    await trx
      .updateTable('incidents')
      .set({ findings: JSON.stringify(cleaned) })
      .where('id', '=', id)
      .execute()
  }
  return true
}
