import type { Adaptation } from '../adaptive/adaptation.js'
import type { AllowanceLedger } from '../allowances/allowance-ledger.js'
import { ALWAYS, type DecisionStep, outlook } from './decision-step.js'
import { keptWhole } from './kept-whole.js'
import type { Subject } from './subject.js'

/** Failures at once that are kept, however small the budget. */
const MIN_SAVED_RECORDS = 25

/** Keeps failures as far as their allowance goes; beyond it they are drawn like any other. */
export function failedStep(ledger: AllowanceLedger, adaptation: Pick<Adaptation, 'spend' | 'costOf'>): DecisionStep {
  const allowance = ledger.open('failed', { leastRecords: MIN_SAVED_RECORDS })
  const isFailed = ({ outcome }: Subject) => outcome === '<5xx>' || outcome === '<failed>'
  return {
    decide(subject) {
      if (!isFailed(subject)) return undefined
      const cost = adaptation.costOf(subject.pattern, subject.estimatedBytes)
      return allowance.take(subject.now, cost) ? keptWhole(subject, 'failed', adaptation) : undefined
    },
    explain: (subject) =>
      isFailed(subject)
        ? [outlook('failed', true, `the outcome is ${subject.outcome}, while the allowance lasts`, 1)]
        : [],
    passesUntil: (subject) => (isFailed(subject) ? 0 : ALWAYS),
  }
}
