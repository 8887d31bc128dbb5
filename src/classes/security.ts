import { has, near } from './clause.js'
import type { Statement } from './statement.js'
import { TAG } from './tags.js'

const OUTCOME = TAG.ok | TAG.fail | TAG.deny

/** Somebody came in, or may not, or tries what they should not; what opens doors was made, changed or refused. */
export function isSecurity({ clause, line, scope, isDetail, isWarning }: Statement): boolean {
  if (has(clause, TAG.door)) return true
  if (near(clause, TAG.login, OUTCOME)) return true
  if (isWarning && has(clause, TAG.login) && !has(clause, TAG.thing)) return true
  if (near(clause, TAG.credential, TAG.fail | TAG.deny | TAG.change)) return true
  if (!isDetail && near(clause, TAG.credential, TAG.doing)) return true
  if (near(clause, TAG.session | TAG.origin, TAG.deny)) return true
  if (isWarning && near(clause, TAG.power, TAG.fail | TAG.deny)) return true
  // Who waits is limited by others.
  if (has(clause, TAG.limit) && (line & (TAG.unreal | TAG.routine)) === 0) return true
  if (has(clause, TAG.attack) && (isWarning || near(clause, TAG.attack, TAG.deny))) return true
  return (scope & (TAG.login | TAG.attack)) !== 0 && has(clause, TAG.session | TAG.deny | TAG.credential)
}
