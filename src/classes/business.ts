import { has, near } from './clause.js'
import type { Statement } from './statement.js'
import { TAG } from './tags.js'

/** Something that a company lives from happened, or failed to. */
export function isBusiness({ clause, scope, isDetail }: Statement): boolean {
  if (has(clause, TAG.sale)) return true
  // `Subscription to queue <*> created`
  if (has(clause, TAG.wire)) return false
  const happened = TAG.deal | TAG.ok | TAG.fail | TAG.deny | TAG.change | TAG.by | TAG.joined
  if (near(clause, TAG.trade, isDetail ? happened : happened | TAG.doing)) return true
  if (near(clause, TAG.maybeTrade, TAG.deal)) return true
  if ((scope & TAG.trade) !== 0 && has(clause, TAG.deal)) return true
  return near(clause, TAG.person, TAG.joined)
}
