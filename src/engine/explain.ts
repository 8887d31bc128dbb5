import type { LogRecord } from '../record/log-record.js'
import { type Explanation, explanationOf } from '../sampling/explanation.js'
import { PatternSampling } from '../sampling/pattern-sampling.js'
import type { Sampler } from '../sampling/sampler.js'
import { outlook, type StepOutlook } from '../sampling/steps/decision-step.js'
import { Subject } from '../sampling/steps/subject.js'
import type { Signer } from '../signature/signature.js'
import type { PatternTable } from '../stats/pattern-table.js'

export interface ExplainParts {
  readonly signer: Signer
  readonly sampler: Sampler
  readonly table: PatternTable
  /** Monotonic milliseconds. */
  readonly now: () => number
}

/** Walks the steps of the decision without counting, drawing or remembering anything. */
export function createExplain({ signer, sampler, table, now }: ExplainParts): (record: LogRecord) => Explanation {
  function stepsOf(record: LogRecord, signature: string): readonly StepOutlook[] {
    try {
      const subject = new Subject()
      subject.take(record, table.find(signature)?.sampling ?? new PatternSampling(signature), now())
      return sampler.explain(subject)
    } catch (error) {
      const because = `the decision fails: ${error instanceof Error ? error.message : 'unknown error'}`
      return [outlook('failed_open', true, because, 1)]
    }
  }

  return (record) => {
    const signature = signer.sign(record)
    const steps = stepsOf(record, signature.id)
    return explanationOf(
      signature,
      steps.map(({ probability: _, ...step }) => step),
      steps.at(-1)!.probability,
    )
  }
}
