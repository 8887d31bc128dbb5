import type { KeepDecision } from './decision.js'

/**
 * A decision on its way from a wrapped logger to the processor that gets the same record, within one synchronous call: a record is decided
 * once.
 */
export interface HandedOver {
  /** Runs `emit` with the decision under way. */
  during(decision: KeepDecision, emit: () => void): void
  /** The decision of the record that a processor was just given, once. */
  take(): KeepDecision | undefined
}

export function createHandedOver(): HandedOver {
  let current: KeepDecision | undefined
  return {
    during(decision, emit) {
      const outer = current
      current = decision
      try {
        emit()
      } finally {
        current = outer
      }
    },
    take() {
      const decision = current
      current = undefined
      return decision
    },
  }
}

/** Decisions of loggers that were wrapped apart from the processors behind them. */
export const DECIDED = createHandedOver()
