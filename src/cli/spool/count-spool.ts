import type { FoundSpool } from './found-spools.js'
import type { CountedSpool } from './spool-text.js'
import { spooledRecords } from './spooled-records.js'

/** Counts the errors of a spool. Reads all of it. */
export async function countSpool(spool: FoundSpool): Promise<CountedSpool> {
  let errors = 0
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for await (const { count, millis } of spooledRecords(spool)) {
    errors += count
    first = Math.min(first, millis)
    last = Math.max(last, millis)
  }
  return { ...spool, errors, first, last }
}
