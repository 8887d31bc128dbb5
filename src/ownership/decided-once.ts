import type { KeepDecision } from '../sampling/decision.js'
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

/** Runs `handOn`, which gives a record that is decided to the client of PostHog that was wrapped. Returns what it returns. */
export function handOnDecided<T>(handOn: () => T): T {
  const outer = marks.isHandedOn
  marks.isHandedOn = true
  try {
    return handOn()
  } finally {
    marks.isHandedOn = outer
  }
}

/** Returns whether the record that a client of PostHog sends now was decided when it was logged. */
export function isHandedOn(): boolean {
  return marks.isHandedOn
}

/** Remembers that `provider` decides what goes through it. */
export function markDecider(provider: object): void {
  marks.deciders.add(provider)
}

export function isDecider(provider: object): boolean {
  return marks.deciders.has(provider)
}
