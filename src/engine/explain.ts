import type { LogRecord } from '../record/log-record.js'
import { severityNumberOf, severityOf } from '../record/severity.js'
import { examine } from '../sampling/examination.js'
import { type Explanation, type ExplanationStep, explanationOf } from '../sampling/explanation.js'
import { PatternSampling } from '../sampling/pattern-sampling.js'
import type { SamplingMode } from '../sampling/policy-state.js'
import { ERROR_SEVERITY, type Sampler } from '../sampling/sampler.js'
import type { Signer } from '../signature/signature.js'
import type { PatternTable } from '../stats/pattern-table.js'

export interface ExplainParts {
  readonly signer: Signer
  readonly sampler: Sampler
  readonly table: PatternTable
  readonly mode: () => SamplingMode
  readonly minimumSeverity: number
  readonly now: () => number
}

/** Walks the steps of the decision without counting, drawing or remembering anything. */
export function createExplain(parts: ExplainParts): (record: LogRecord) => Explanation {
  const { signer, sampler, table, mode, minimumSeverity, now } = parts

  function stepsOf(record: LogRecord, pattern: PatternSampling): { steps: ExplanationStep[]; probability: number } {
    const severityNumber = severityNumberOf(record)
    const { hasException, pinned, estimatedBytes } = { ...examine(record) }
    const steps: ExplanationStep[] = []
    /** Adds a step; answers whether it decides. */
    const step = (
      name: ExplanationStep['step'],
      applies: boolean,
      because: string,
      numbers: ExplanationStep['numbers'] = {},
    ) => {
      steps.push({ step: name, applies, because, numbers })
      return applies
    }

    const severity = severityNumber === 0 ? 'unreadable, treated as INFO' : severityOf(severityNumber)
    const wanted = (severityNumber || 9) >= minimumSeverity || hasException || pinned
    if (!wanted) {
      step('minimum_severity', true, `severity ${severity} is below minimumSeverity`, {
        severityNumber,
        minimumSeverity,
      })
      return { steps, probability: 0 }
    }
    if (mode() === 'off') {
      step('off', true, 'sampling is off: everything is shipped')
      return { steps, probability: 1 }
    }
    if (
      step(
        'error',
        severityNumber >= ERROR_SEVERITY || hasException,
        hasException ? 'an exception is attached' : `severity is ${severity}`,
        { severityNumber },
      ) ||
      step(
        'pinned',
        pinned || sampler.isPinned(record, pattern.signature),
        "lipservice.keep, alwaysKeep(record) or the policy's keep_patterns",
      ) ||
      step('incident', sampler.isIncident(now()), 'the pass-through window')
    ) {
      return { steps, probability: 1 }
    }
    if (
      sampler.isSilenced(pattern, severityNumber, now()) &&
      step('silenced', true, 'the policy keeps nothing of it, and allowRemoteSilence lets it')
    ) {
      return { steps, probability: 0 }
    }
    const view = sampler.inspect(pattern, severityNumber, estimatedBytes, now())
    const { inWindow, limit, ...numbers } = view
    const isFirst = inWindow === 0
    if (
      step(
        'first',
        isFirst,
        isFirst ? 'the first of its pattern in the window' : 'not the first of its pattern in the window',
        { inWindow },
      )
    ) {
      return { steps, probability: 1 }
    }
    const isNovel = inWindow < limit
    if (step('novel', isNovel, `the first ${limit} of a pattern in the window are kept`, { inWindow })) {
      return { steps, probability: 1 }
    }
    step('adaptive', true, 'drawn', numbers)
    return { steps, probability: view.probability }
  }

  return (record) => {
    const signature = signer.sign(record)
    try {
      const pattern = table.find(signature.id)?.sampling ?? new PatternSampling(signature.id)
      const { steps, probability } = stepsOf(record, pattern)
      return explanationOf(signature, steps, probability)
    } catch (error) {
      const because = `the decision fails: ${error instanceof Error ? error.message : 'unknown error'}`
      return explanationOf(signature, [{ step: 'failed_open', applies: true, because, numbers: {} }], 1)
    }
  }
}
