import { asksForCalls, takePassage } from '../../ownership/passage.js'
import type { Call } from '../../ownership/process-marks.js'
import { takenOnce } from '../../ownership/taken-once.js'

/** What is used of a winston 3 transport. */
export interface Transport {
  readonly name?: unknown
  levels?: Record<string, number>
  log?(info: unknown, next: () => void): unknown
  logv?: unknown
  _write?(info: unknown, encoding: unknown, next: () => void): unknown
  _writev?: unknown
}

/**
 * Finds the call that a transport is at work on. It is known where the transport takes an info: a format of its own makes a copy of it before
 * `log` sees it. Batches would go past that, so they come one by one.
 */
export function followCalls(transport: Transport): (info: object) => Call | undefined {
  return takenOnce(transport, 'winston calls', () => calls(transport)).value
}

function calls(transport: Transport): (info: object) => Call | undefined {
  const { _write: write } = transport
  asksForCalls(transport)
  let current: Call | undefined
  let isWriting = false
  /** The last info that came past `_write`, as those of exceptions do; more than one of us may ask. */
  let direct: { readonly info: object; readonly call: Call | undefined } | undefined
  if (typeof write === 'function') {
    transport._writev = null
    transport._write = function (this: unknown, info, encoding, next) {
      const outer = current
      const wasWriting = isWriting
      current = typeof info === 'object' && info !== null ? takePassage(info, transport) : undefined
      isWriting = true
      try {
        return write.call(this, info, encoding, next)
      } finally {
        current = outer
        isWriting = wasWriting
      }
    }
  }
  return (info) => {
    if (isWriting) return current
    if (direct?.info !== info) direct = { info, call: takePassage(info, transport) }
    return direct.call
  }
}
