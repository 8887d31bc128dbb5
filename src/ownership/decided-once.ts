import type { KeepDecision, SamplingDecision } from '../sampling/decision.js'
import { processMarks } from './process-marks.js'

const marks = processMarks()

/** Runs `emit` while `decision` holds for the record that it emits, so that a processor behind it does not decide again. */
export function emitDecided(decision: KeepDecision, emit: () => void): void {
  const outer = marks.decision
  marks.decision = decision
  try {
    emit()
  } finally {
    marks.decision = outer
  }
}

/** Returns the decision of the record that a processor was just given, once. */
export function takeDecision(): KeepDecision | undefined {
  const { decision } = marks
  marks.decision = undefined
  return decision
}

/** Remembers that `provider` decides what goes through it. */
export function markDecider(provider: object): void {
  marks.deciders.add(provider)
}

export function isDecider(provider: object): boolean {
  return marks.deciders.has(provider)
}

/** The decision of a call, on the object that its logger passes around: winston's formats and transports make copies of it. */
const DECISION = Symbol.for('lipservice.decided')

/** Remembers the decision of a call: whoever meets it later does not decide again. */
export function markDecided(call: object, decision: SamplingDecision): void {
  ;(call as { [DECISION]?: SamplingDecision })[DECISION] = decision
}

/** The decision of a call that was decided before; `undefined`: it was not. */
export function decisionOf(call: object): SamplingDecision | undefined {
  return (call as { [DECISION]?: SamplingDecision })[DECISION]
}
