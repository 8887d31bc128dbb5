import type { Adaptation } from '../adaptive/adaptation.js'
import { type DecisionStep, outlook } from './decision-step.js'
import { keptWhole } from './kept-whole.js'
import { severityText } from './minimum-severity.js'
import type { Subject } from './subject.js'

/**
 * Errors always pass. @param takesShaped whether a record is kept that carries no Error, only data of that shape: anybody can send such
 * data. Asked once a decision.
 */
export function errorsStep(
  adaptation: Pick<Adaptation, 'countError' | 'spend' | 'costOf'>,
  takesShaped: (subject: Subject) => boolean = () => true,
): DecisionStep {
  return {
    decide(subject) {
      const { errorKind } = subject
      if (errorKind === 'none' || (errorKind === 'shaped' && !takesShaped(subject))) return undefined
      adaptation.countError()
      return keptWhole(subject, 'error', adaptation)
    },
    explain(subject) {
      const { severityNumber, errorKind } = subject
      return [outlook('error', errorKind !== 'none', becauseOf(subject), 1, { severityNumber })]
    },
  }
}

function becauseOf({ severityNumber, errors }: Subject): string {
  if (errors.kind === 'real') return 'an exception is attached'
  return errors.kind === 'shaped'
    ? 'it holds data of the shape of an error'
    : `severity is ${severityText(severityNumber)}`
}
