import type { Adaptation } from '../adaptive/adaptation.js'
import type { Floor } from '../floor.js'
import { type DecisionStep, outlook } from './decision-step.js'
import { keptWhole } from './kept-whole.js'

/** Keeps the first records of a pattern in each window. */
export function firstRecordsStep(floor: Floor, adaptation: Pick<Adaptation, 'spend' | 'costOf'>): DecisionStep {
  return {
    decide(subject) {
      const { pattern, severityNumber, estimatedBytes, now } = subject
      const reason = floor.take(pattern, severityNumber, adaptation.costOf(pattern, estimatedBytes), now)
      return reason === undefined ? undefined : keptWhole(subject, reason, adaptation)
    },
    explain({ pattern, now }) {
      const { inWindow, limit } = floor.inspect(pattern, now)
      const isFirst = inWindow === 0
      const because = isFirst ? 'the first of its pattern in the window' : 'not the first of its pattern in the window'
      return [
        outlook('first', isFirst, because, 1, { inWindow }),
        outlook('novel', inWindow < limit, `the first ${limit} of a pattern in the window are kept`, 1, { inWindow }),
      ]
    },
    passesUntil({ pattern, now }) {
      const { inWindow, limit, end } = floor.inspect(pattern, now)
      return inWindow < limit ? 0 : end
    },
  }
}
