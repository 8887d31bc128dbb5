import type { LogRecord } from '../record/log-record.js'
import { readSafely } from '../values/read-safely.js'
import { createSizeBudget, safeString } from '../values/size-budget.js'

const MAX_LINES_PER_SECOND = 10
const MAX_LINE = 512
const SECOND_MILLIS = 1_000

/** The last place for an error that cannot be kept or delivered: one short line on stderr, ten a second at most. */
export interface LastResort {
  /** `what` could not be done with it. Default: `kept`. */
  say(read: () => Pick<LogRecord, 'body'>, what?: 'kept' | 'delivered'): void
}

export function createLastResort(monotonic: () => number, write: (line: string) => void): LastResort {
  let since = Number.NEGATIVE_INFINITY
  let lines = 0
  return {
    say(read, what = 'kept') {
      const now = monotonic()
      if (now - since >= SECOND_MILLIS) {
        since = now
        lines = 0
      }
      if (lines++ >= MAX_LINES_PER_SECOND) return
      const body = readSafely(() => read().body)
      const text =
        typeof body === 'string' ? body : String(readSafely(() => String((body as Error | undefined)?.message)))
      // As JSON: no control character reaches a terminal.
      write(
        `lipservice: an error could not be ${what}: ${JSON.stringify(safeString(text.slice(0, MAX_LINE), createSizeBudget()))}\n`,
      )
    },
  }
}
