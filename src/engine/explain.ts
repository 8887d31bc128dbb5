import type { LogRecord } from '../record/log-record.js'
import { type Explanation, explanationOf } from '../sampling/explanation.js'
import { PatternSampling } from '../sampling/pattern-sampling.js'
import type { Sampler } from '../sampling/sampler.js'
import { Subject } from '../sampling/steps/subject.js'
import type { Signer } from '../signature/signer.js'
import type { PatternTable } from '../stats/pattern-table.js'

export interface ExplainParts {
  readonly signer: Signer
  readonly sampler: Sampler
  readonly table: PatternTable
  /** Returns monotonic milliseconds. */
  readonly monotonic: () => number
}

/** Returns a function that walks the steps of the decision without counting, drawing or remembering anything. */
export function createExplain({ signer, sampler, table, monotonic }: ExplainParts): (record: LogRecord) => Explanation {
  function explain(record: LogRecord): Explanation {
    const subject = new Subject()
    subject.take(record, monotonic())
    const signature = table.resolve(signer.sign(record, subject.outcome), subject.severityNumber)
    subject.pattern =
      table.find(signature)?.sampling ?? new PatternSampling(signature.id, signature.template, signature.check)
    const walked = sampler.explain(subject)
    const steps = walked.map(({ probability: _, ...step }) => step)
    return explanationOf(signature, steps, walked.at(-1)!.probability)
  }

  return (record) => {
    try {
      return explain(record)
    } catch (error) {
      const because = `the decision fails: ${error instanceof Error ? error.message : 'unknown error'}`
      return explanationOf(signer.sign(record), [{ step: 'failed_open', applies: true, because, numbers: {} }], 1)
    }
  }
}
