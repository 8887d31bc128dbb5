import { has } from './clause.js'
import type { Statement } from './statement.js'
import { TAG } from './tags.js'

/** A probe asked, and all is well. One that found trouble, or that was set up, is no routine. */
export function isHealthCheck({ clause, isWarning }: Statement): boolean {
  if (isWarning || !has(clause, TAG.probe)) return false
  return !has(clause, TAG.fail | TAG.deny | TAG.change)
}
