import type { LogRecord } from '../../record/log-record.js'
import type { Adaptation } from '../adaptive/adaptation.js'
import type { Allowance } from '../allowances/allowance.js'
import type { AllowanceLedger } from '../allowances/allowance-ledger.js'
import type { PolicyRates } from '../policy-rates.js'
import { ALWAYS, type DecisionStep, outlook } from './decision-step.js'
import { keptWhole } from './kept-whole.js'
import type { Subject } from './subject.js'

const BECAUSE = "lipservice.keep, alwaysKeep(record) or the policy's keep_patterns"

/**
 * Keeps what the app asks for by name; and what a record or a policy asks for, as far as the allowance of each goes: an attribute may
 * come from anybody.
 */
export function pinnedStep(
  alwaysKeep: ((record: LogRecord) => boolean) | undefined,
  rates: Pick<PolicyRates, 'keepsAll'>,
  ledger: AllowanceLedger,
  adaptation: Pick<Adaptation, 'spend' | 'costOf'>,
): DecisionStep {
  const byApp = ledger.open('always_keep')
  const byAttribute = ledger.open('keep_attribute')
  const byPolicy = ledger.open('keep_patterns')
  const takes = (allowance: Allowance, { pattern, estimatedBytes, now }: Subject) =>
    allowance.take(now, adaptation.costOf(pattern, estimatedBytes))
  return {
    decide(subject) {
      const { pinned, pattern } = subject
      const isPinned =
        (subject.isWantedBy(alwaysKeep) && takes(byApp, subject)) ||
        (pinned && takes(byAttribute, subject)) ||
        (rates.keepsAll(pattern) && takes(byPolicy, subject))
      return isPinned ? keptWhole(subject, 'pinned', adaptation) : undefined
    },
    explain({ pinned, record, pattern }) {
      const isPinned = pinned || alwaysKeep?.(record) === true || rates.keepsAll(pattern)
      return [outlook('pinned', isPinned, BECAUSE, 1)]
    },
    passesUntil: ({ pattern }) => (rates.keepsAll(pattern) ? 0 : ALWAYS),
  }
}
