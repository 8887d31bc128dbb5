import type { Kysely, Transaction } from 'kysely'
import type { AuditEntry } from './contracts/audit.js'
import type { Tables } from './tables.js'

/**
 * Makes a change and writes its audit entries in one transaction, so that neither is there without the other.
 *
 * @param change returns whether there was anything to change; if not, nothing is written
 * @returns what `change` returned
 */
export async function audited(
  db: Kysely<Tables>,
  entries: readonly AuditEntry[],
  change: (trx: Transaction<Tables>) => Promise<boolean>,
): Promise<boolean> {
  const nothing = new Error('nothing was changed')
  const written = db.transaction().execute(async (trx) => {
    if (!(await change(trx))) throw nothing
    for (const entry of entries) await writeEntry(trx, entry)
    return true
  })
  return written.catch((error: unknown) => {
    if (error === nothing) return false
    throw error
  })
}

async function writeEntry(db: Transaction<Tables>, entry: AuditEntry): Promise<void> {
  const { teamId, at, actor, action, service, reason, detail } = entry
  const row = { team_id: teamId, at, actor, action, service, reason, detail: JSON.stringify(detail) }
  await db.insertInto('audit').values(row).execute()
}
