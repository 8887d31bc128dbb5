import type { LogRecord } from '../../record/log-record.js'
import type { Adaptation } from '../adaptive/adaptation.js'
import type { PolicyRates } from '../policy-rates.js'
import { type DecisionStep, outlook } from './decision-step.js'
import { keptWhole } from './kept-whole.js'
import type { Subject } from './subject.js'

const BECAUSE = "lipservice.keep, alwaysKeep(record) or the policy's keep_patterns"

/** Keeps what the app, a record or a policy asks for by name. */
export function pinnedStep(
  alwaysKeep: ((record: LogRecord) => boolean) | undefined,
  rates: Pick<PolicyRates, 'keepsAll'>,
  adaptation: Pick<Adaptation, 'spend' | 'costOf'>,
): DecisionStep {
  const isPinned = ({ pinned, record, pattern }: Subject) =>
    pinned || alwaysKeep?.(record) === true || rates.keepsAll(pattern.signature)
  return {
    decide: (subject) => (isPinned(subject) ? keptWhole(subject, 'pinned', adaptation) : undefined),
    explain: (subject) => [outlook('pinned', isPinned(subject), BECAUSE, 1)],
  }
}
