import type { Adaptation } from '../adaptive/adaptation.js'
import { type DecisionStep, outlook } from './decision-step.js'
import { keptWhole } from './kept-whole.js'
import { severityText } from './minimum-severity.js'

/** Errors always pass. */
export function errorsStep(adaptation: Pick<Adaptation, 'countError' | 'spend' | 'costOf'>): DecisionStep {
  return {
    decide(subject) {
      if (!subject.isError) return undefined
      adaptation.countError()
      return keptWhole(subject, 'error', adaptation)
    },
    explain(subject) {
      const { severityNumber, hasException } = subject
      const because = hasException ? 'an exception is attached' : `severity is ${severityText(severityNumber)}`
      return [outlook('error', subject.isError, because, 1, { severityNumber })]
    },
  }
}
