import { KEEP_REASON_TABLE } from '../../protocol/reasons.js'
import type { Adaptation } from '../adaptive/adaptation.js'
import { type KeepDecision, type KeepReason, kept } from '../decision.js'
import type { Subject } from './subject.js'

/** Keeps a record for a reason that no draw has a say in, and counts its cost. */
export function keptWhole(
  { pattern, estimatedBytes }: Subject,
  reason: Exclude<KeepReason, 'adaptive'>,
  adaptation: Pick<Adaptation, 'spend' | 'costOf'>,
): KeepDecision {
  const { cost } = KEEP_REASON_TABLE[reason]
  if (cost !== 'none') adaptation.spend(cost, adaptation.costOf(pattern, estimatedBytes))
  return kept(pattern, reason, 1, 1, estimatedBytes)
}
