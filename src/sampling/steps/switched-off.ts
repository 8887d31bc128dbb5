import { kept } from '../decision.js'
import type { SamplingMode } from '../policy-state.js'
import { ALWAYS, type DecisionStep, outlook } from './decision-step.js'

/** Ships everything while sampling is off; errors are guaranteed as always. */
export function switchedOffStep(mode: () => SamplingMode): DecisionStep {
  return {
    decide(subject) {
      if (mode() !== 'off') return undefined
      return kept(subject.pattern, subject.errorKind === 'none' ? 'disabled' : 'error', 1, 1, subject.estimatedBytes)
    },
    explain: () => (mode() === 'off' ? [outlook('off', true, 'sampling is off: everything is shipped', 1)] : []),
    passesUntil: () => (mode() === 'active' ? ALWAYS : 0),
  }
}
