import { type DropReason, droppedAgain } from '../decision.js'
import type { PolicyRates } from '../policy-rates.js'
import type { SamplingMode } from '../policy-state.js'
import { ALWAYS, type DecisionStep, outlook } from './decision-step.js'

const BECAUSE = 'the policy keeps nothing of it, and allowRemoteSilence lets it'

/** Drops patterns of which a policy keeps nothing, if the app allows that. */
export function silencedStep(
  rates: Pick<PolicyRates, 'isSilenced'>,
  mode: () => SamplingMode,
  onUnrepresented: (weight: number, reason: DropReason) => void,
): DecisionStep {
  return {
    decide({ pattern, severityNumber, now }) {
      if (!rates.isSilenced(pattern, severityNumber, now)) return undefined
      // In shadow mode it is shipped all the same.
      if (mode() === 'active') onUnrepresented(1, 'silenced')
      return droppedAgain(pattern, 0, 'silenced')
    },
    explain: ({ pattern, severityNumber, now }) =>
      rates.isSilenced(pattern, severityNumber, now) ? [outlook('silenced', true, BECAUSE, 0)] : [],
    passesUntil: ({ pattern, severityNumber, now }) => (rates.isSilenced(pattern, severityNumber, now) ? 0 : ALWAYS),
  }
}
