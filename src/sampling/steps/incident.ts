import type { Adaptation } from '../adaptive/adaptation.js'
import type { AllowanceLedger } from '../allowances/allowance-ledger.js'
import type { LimitedWindow } from '../limited-window.js'
import { ALWAYS, type DecisionStep, outlook } from './decision-step.js'
import { keptWhole } from './kept-whole.js'

const BECAUSE = 'the pass-through window, while its allowance lasts'

/** Keeps everything while the window is open, as far as its allowance goes; beyond it records are drawn. */
export function incidentStep(
  incident: LimitedWindow,
  ledger: AllowanceLedger,
  adaptation: Pick<Adaptation, 'spend' | 'costOf'>,
): DecisionStep {
  const allowance = ledger.open('incident')
  return {
    decide(subject) {
      if (!incident.isOpen(subject.now)) return undefined
      const cost = adaptation.costOf(subject.pattern, subject.estimatedBytes)
      return allowance.take(subject.now, cost) ? keptWhole(subject, 'incident', adaptation) : undefined
    },
    explain: ({ now }) => [outlook('incident', incident.isOpen(now), BECAUSE, 1)],
    passesUntil: ({ now }) => (incident.isOpen(now) ? 0 : ALWAYS),
  }
}
