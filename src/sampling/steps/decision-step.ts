import type { SamplingDecision } from '../decision.js'
import type { ExplanationStep } from '../explanation.js'
import type { Subject } from './subject.js'

/** What a step would decide. */
export interface StepOutlook extends ExplanationStep {
  /** Of keeping the record, if the step applies. */
  readonly probability: number
}

/** One step of the decision. The steps are called in order, and the first that decides ends it. */
export interface DecisionStep {
  /** Decides a record, counting and drawing; `undefined` leaves it to the next step. */
  decide(subject: Subject): SamplingDecision | undefined
  /**
   * Returns how it would decide, without counting, drawing or remembering anything: one entry for each reason that it may give,
   * in order; none where it does not apply.
   */
  explain(subject: Subject): readonly StepOutlook[]
  /**
   * Returns until when it decides none of the usual records that follow, of the same pattern and severity band and without an error or a wish
   * to be kept: monotonic milliseconds, `0` if it may decide the next one. A policy may change everything: it is not looked ahead to.
   */
  passesUntil(subject: Subject): number
}

export const ALWAYS = Number.POSITIVE_INFINITY

/** A step that always decides: the last. */
export interface LastStep extends DecisionStep {
  decide(subject: Subject): SamplingDecision
}

export function outlook(
  step: ExplanationStep['step'],
  applies: boolean,
  because: string,
  probability: number,
  numbers: ExplanationStep['numbers'] = {},
): StepOutlook {
  return { step, applies, because, numbers, probability }
}
