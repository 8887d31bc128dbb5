import { has, near } from './clause.js'
import type { Statement } from './statement.js'
import { TAG } from './tags.js'

const DECIDED = TAG.change | TAG.grant | TAG.sanction

/** Somebody used a power over others: what they may do, whether they are there, what is kept of them, what holds for all. */
export function isAudit({ clause, scope, isDetail }: Statement): boolean {
  if (has(clause, TAG.record) || (scope & TAG.record) !== 0) return true
  // The members of a cluster are machines, and a session loses one every second.
  if (has(clause, TAG.wire | TAG.session) && !has(clause, TAG.by)) return false
  const isMeant = !isDetail || !has(clause, TAG.doing)
  if (isMeant && near(clause, TAG.power, TAG.grant | TAG.change)) return true
  if (isMeant && near(clause, TAG.person | TAG.account, TAG.sanction) && !has(clause, TAG.thing)) return true
  if (near(clause, TAG.privacy, DECIDED | TAG.ok | TAG.deny | TAG.deal)) return true
  if (has(clause, TAG.trade | TAG.maybeTrade)) return false
  if (isMeant && near(clause, TAG.account, TAG.grant) && !has(clause, TAG.thing)) return true
  return near(clause, TAG.governed | TAG.account, DECIDED) && near(clause, DECIDED, TAG.by)
}
