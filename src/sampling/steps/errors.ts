import type { Adaptation } from '../adaptive/adaptation.js'
import type { AllowanceLedger } from '../allowances/allowance-ledger.js'
import { ALWAYS, type DecisionStep, outlook } from './decision-step.js'
import { keptWhole } from './kept-whole.js'
import { severityText } from './minimum-severity.js'
import type { Subject } from './subject.js'

/** Errors always pass; data that only has the shape of one passes as far as its allowance goes, since anybody can send it. */
export function errorsStep(
  ledger: AllowanceLedger,
  adaptation: Pick<Adaptation, 'countError' | 'spend' | 'costOf'>,
): DecisionStep {
  const shaped = ledger.open('error_shaped')
  return {
    decide(subject) {
      const { errorKind, pattern, estimatedBytes, now, record } = subject
      if (errorKind === 'none') return undefined
      if (errorKind === 'real') adaptation.countError(record.spanContext?.traceId)
      else if (!shaped.take(now, adaptation.costOf(pattern, estimatedBytes))) return undefined
      return keptWhole(subject, 'error', adaptation)
    },
    explain(subject) {
      const { severityNumber, errorKind } = subject
      return [outlook('error', errorKind !== 'none', becauseOf(subject), 1, { severityNumber })]
    },
    passesUntil: () => ALWAYS,
  }
}

function becauseOf({ severityNumber, errors }: Subject): string {
  if (errors.kind === 'real') return 'an exception is attached'
  return errors.kind === 'shaped'
    ? 'it holds data of the shape of an error'
    : `severity is ${severityText(severityNumber)}`
}
