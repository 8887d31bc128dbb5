import type { Selectable } from 'kysely'
import type { NoticeStore, StoredNotice } from './contracts/notices.js'
import type { Engine } from './engine.js'
import type { Tables } from './tables.js'

/** What is raised and ended is work of the leader: in transactions, which check that it still leads. */
export function createNoticeStore({ db, reader }: Engine): NoticeStore {
  const notices = () => reader.selectFrom('notices').selectAll().orderBy('id')

  return {
    async open() {
      return (await notices().where('ended_at', 'is', null).execute()).map(noticeOf)
    },
    async raise({ teamId, kind, service, raisedAt, detail }) {
      const row = { team_id: teamId, kind, service, raised_at: raisedAt, detail: JSON.stringify(detail) }
      await db.transaction().execute((trx) => trx.insertInto('notices').values(row).execute())
    },
    async end(id, at) {
      await db
        .transaction()
        .execute((trx) =>
          trx.updateTable('notices').set({ ended_at: at }).where('id', '=', id).where('ended_at', 'is', null).execute(),
        )
    },
    async unnotified(limit) {
      const rows = await notices()
        .where((eb) =>
          eb.or([eb('told_raised', '=', 0), eb.and([eb('told_ended', '=', 0), eb('ended_at', 'is not', null)])]),
        )
        .limit(limit)
        .execute()
      return rows.map((row) => ({ ...noticeOf(row), news: row.told_raised === 0 ? 'raised' : 'ended' }))
    },
    async notified(id, news) {
      const column = news === 'raised' ? 'told_raised' : 'told_ended'
      await db
        .updateTable('notices')
        .set({ [column]: 1 })
        .where('id', '=', id)
        .execute()
    },
    async forget(before) {
      await db.deleteFrom('notices').where('ended_at', '<', before).execute()
    },
  }
}

function noticeOf(row: Selectable<Tables['notices']>): StoredNotice {
  return {
    id: row.id,
    teamId: row.team_id,
    kind: row.kind,
    service: row.service,
    raisedAt: row.raised_at,
    endedAt: row.ended_at ?? undefined,
    detail: JSON.parse(row.detail),
  }
}
