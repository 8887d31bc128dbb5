import type { LogRecord } from '../../record/log-record.js'
import type { KeepDecision, SamplingDecision } from '../../sampling/decision.js'
import { continues, isStackFrame } from '../formats/continuation.js'
import type { FoundRecord } from '../formats/found-record.js'
import { readLine } from '../formats/read-line.js'

const END = /\r?\n$/
/** Of a dropped record, while a stack may follow. */
const MAX_HELD_LINES = 200

export interface LineCounts {
  /** Those that are too long included. */
  lines: number
  /** Lines that were passed. */
  passed: number
  /** Passed without a decision: too long, without a record, or by a fault of ours. */
  undecided: number
}

export interface LineFilter {
  /** Decides a line, and passes it or not. */
  line(bytes: Buffer): void
  /** Passes a piece of a line that is too long to be decided. @param begins it is the first one */
  pass(bytes: Buffer, begins: boolean): void
  readonly counts: LineCounts
}

export interface LineFilterParts {
  readonly sample: (record: LogRecord) => SamplingDecision
  readonly ship: (record: LogRecord, decision: KeepDecision) => void
  readonly write: (bytes: Buffer) => void
  /** Epoch milliseconds. */
  readonly now: () => number
}

/**
 * Passes the lines of kept records, byte for byte. What goes on with a line shares its fate; where that is the stack of an error that
 * nobody could see in the first line, both pass. Whatever goes wrong here, a line passes.
 */
export function createLineFilter({ sample, ship, write, now }: LineFilterParts): LineFilter {
  const counts: LineCounts = { lines: 0, passed: 0, undecided: 0 }
  /** Of the record before. */
  let wasKept = true
  /** Its lines, while it is dropped and a stack may follow. */
  let dropped: Buffer[] = []

  function pass(bytes: Buffer): void {
    counts.passed++
    write(bytes)
  }

  function goesOn(bytes: Buffer, text: string): void {
    if (dropped.length > 0 && isStackFrame(text)) {
      for (const line of dropped) pass(line)
      wasKept = true
    }
    if (wasKept) {
      dropped = []
      pass(bytes)
    } else if (dropped.length > 0) dropped = dropped.length < MAX_HELD_LINES ? [...dropped, bytes] : []
  }

  function decide(text: string): boolean {
    let [isKept, isDecided] = [false, false]
    readLine(
      text,
      ({ record, millis }: FoundRecord) => {
        isDecided = true
        const timed = { ...record, ...(millis !== undefined && { timestamp: millis }) }
        const decision = sample(timed)
        if (!decision.keep) return
        isKept = true
        ship(timed, decision)
      },
      { now: now() },
    )
    if (!isDecided) counts.undecided++
    return isKept || !isDecided
  }

  return {
    counts,
    pass(bytes, begins) {
      if (begins) {
        counts.lines++
        counts.passed++
        counts.undecided++
      }
      wasKept = true
      dropped = []
      write(bytes)
    },
    line(bytes) {
      counts.lines++
      try {
        const text = bytes.toString('utf8').replace(END, '')
        if (counts.lines > 1 && continues(text)) {
          goesOn(bytes, text)
          return
        }
        wasKept = decide(text)
        dropped = wasKept ? [] : [bytes]
      } catch {
        counts.undecided++
        wasKept = true
        dropped = []
      }
      if (wasKept) pass(bytes)
    },
  }
}
