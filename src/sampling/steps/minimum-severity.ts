import { severityOf } from '../../record/severity.js'
import { type DropReason, dropped } from '../decision.js'
import { bandOf } from '../pattern-sampling.js'
import { ALWAYS, type DecisionStep, outlook } from './decision-step.js'

/** Drops what is below the app's minimum, in every mode. @param minimumSeverity OpenTelemetry severity number; 0 = no minimum */
export function minimumSeverityStep(
  minimumSeverity: number,
  onUnrepresented: (weight: number, reason: DropReason) => void,
): DecisionStep {
  return {
    decide(subject) {
      if (!subject.isBelow(minimumSeverity)) return undefined
      onUnrepresented(1, 'minimum_severity')
      return dropped('minimum_severity', subject.pattern, 0)
    },
    explain(subject) {
      const { severityNumber } = subject
      if (!subject.isBelow(minimumSeverity)) return []
      const because = `severity ${severityText(severityNumber)} is below minimumSeverity`
      return [outlook('minimum_severity', true, because, 0, { severityNumber, minimumSeverity })]
    },
    // A band that the minimum divides is never looked ahead in.
    passesUntil: ({ severityNumber }) =>
      bandOf(severityNumber) === bandOf(minimumSeverity - 1) && bandOf(severityNumber) === bandOf(minimumSeverity)
        ? 0
        : ALWAYS,
  }
}

/** Returns a severity as a text for people. */
export function severityText(severityNumber: number): string {
  return severityNumber === 0 ? 'unreadable, treated as INFO' : severityOf(severityNumber)
}
