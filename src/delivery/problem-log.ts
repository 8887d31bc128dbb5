import type { Diag } from '../internal/diag.js'
import type { MessageRow } from '../internal/message-rows.js'
import { type AnyDetails, messageText } from '../internal/message-text.js'
import { type CoreMessageKind, MESSAGES } from '../internal/messages.js'

/** What was wrong with delivery. */
export interface DeliveryProblem {
  /** One of the kinds of docs/messages.md. */
  readonly kind: CoreMessageKind
  /** As it was said on stderr, without keys. */
  readonly message: string
  /** Epoch milliseconds of its begin. */
  readonly at: number
  /** Epoch milliseconds; `undefined` while it goes on. A loss ends when nothing more is lost for 10 minutes. */
  readonly endedAt: number | undefined
}

interface Open {
  readonly kind: CoreMessageKind
  readonly message: string
  readonly at: number
  heardAt: number
  endedAt: number | undefined
}

const QUIET_MILLIS = 10 * 60_000

/** Passes on what is said, and remembers the last problem. */
export interface ProblemLog extends Diag {
  /** Returns the latest that goes on, else the latest. */
  last(): DeliveryProblem | undefined
}

export function createProblemLog(diag: Diag, now: () => number): ProblemLog {
  const open = new Map<CoreMessageKind, Open>()
  let ended: Open | undefined

  function begin(kind: CoreMessageKind, details: AnyDetails | undefined): void {
    const row: MessageRow = MESSAGES[kind]
    if (row.diag !== 'error' && row.diag !== 'warn') return
    endQuiet()
    const known = open.get(kind)
    if (known !== undefined) known.heardAt = now()
    else open.set(kind, { kind, message: messageText(row, details), at: now(), heardAt: now(), endedAt: undefined })
  }

  function end(problem: Open, endedAt: number): void {
    problem.endedAt = endedAt
    open.delete(problem.kind)
    ended = problem
  }

  function endQuiet(): void {
    for (const problem of open.values()) if (now() - problem.heardAt >= QUIET_MILLIS) end(problem, problem.heardAt)
  }

  return {
    once(kind, ...details) {
      diag.once(kind, ...details)
      begin(kind, details[0])
    },
    resolved(kind) {
      diag.resolved(kind)
      const problem = open.get(kind)
      if (problem !== undefined) end(problem, now())
    },
    last() {
      endQuiet()
      const problem = [...open.values()].at(-1) ?? ended
      if (problem === undefined) return undefined
      const { kind, message, at, endedAt } = problem
      return { kind, message, at, endedAt }
    },
  }
}
