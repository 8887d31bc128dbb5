import type { Clock } from '../internal/clock.js'
import type { CoarseClock } from '../internal/coarse-clock.js'
import type { Diag } from '../internal/diag.js'
import type { LogRecord } from '../record/log-record.js'
import { inShadow, keptUndecided, type PatternName, type SamplingDecision } from '../sampling/decision.js'
import type { SamplingMode } from '../sampling/policy-state.js'
import type { Sampler } from '../sampling/sampler.js'
import { Subject } from '../sampling/steps/subject.js'
import type { Signer } from '../signature/signer.js'
import type { Counters } from '../stats/counters.js'
import type { PatternEntry } from '../stats/pattern-entry.js'
import type { PatternTable } from '../stats/pattern-table.js'

/** The path of a record: sign → decide → count. The only try/catch of the hot path; fails open. */
export interface Pipeline {
  sample(record: LogRecord): SamplingDecision
  /** Calibrates the size estimates of a pattern by a kept record that was encoded. `bytes` is without stamps. */
  encoded(pattern: PatternName, estimatedBytes: number, bytes: number): void
  /** Records seen so far. */
  readonly seen: number
}

export interface PipelineParts {
  readonly signer: Signer
  readonly sampler: Sampler
  readonly table: PatternTable
  readonly counters: Counters
  readonly clock: Clock
  readonly coarseClock: CoarseClock
  readonly mode: () => SamplingMode
  /** Called after each record; must be cheap. */
  readonly onRecord: () => void
  /** Called for each record of an error, with the error that it carries, if any. */
  readonly onError: (record: LogRecord, error: unknown) => void
  readonly diag: Diag
}

const FAILED_OPEN = keptUndecided('failed_open')

export function createPipeline(parts: PipelineParts): Pipeline {
  const { signer, sampler, table, counters, clock, coarseClock, mode, onRecord, onError, diag } = parts
  // Epoch time by the coarse clock: the hot path reads no wall clock.
  const epochOffset = clock.now() - clock.monotonic()
  /** Of the record under way; what the app is asked within a decision may log, too. */
  const own = new Subject()
  let isUnderWay = false

  function decide(record: LogRecord, subject: Subject): SamplingDecision {
    const now = coarseClock.read()
    subject.take(record, now)
    const entry = table.entryOf(signer.sign(record, subject.outcome), subject.severityNumber, now)
    subject.pattern = entry.sampling
    // What is asked of the app within the decision may change the record.
    const { severityNumber, estimatedBytes } = subject
    const isError = subject.errorKind === 'real'
    const decision = inMode(sampler.decide(subject), estimatedBytes, entry)
    counters.count(decision, severityNumber, isError)
    entry.count(decision, severityNumber, estimatedBytes, now + epochOffset)
    return decision
  }

  /** Shadow mode ships all but what the app itself does not want. */
  function inMode(decision: SamplingDecision, estimatedBytes: number, { size }: PatternEntry): SamplingDecision {
    if (mode() !== 'shadow' || decision.reason === 'minimum_severity') return decision
    if (!decision.keep) counters.countShadowDropped(estimatedBytes * size.ratio)
    return inShadow(decision, estimatedBytes)
  }

  return {
    sample(record) {
      const isNested = isUnderWay
      const subject = isNested ? new Subject() : own
      isUnderWay = true
      try {
        const decision = decide(record, subject)
        if (decision.keep && subject.errorKind === 'real') onError(record, subject.errors.found?.error)
        onRecord()
        return decision
      } catch (error) {
        diag.once('not_decided', { cause: error })
        counters.count(FAILED_OPEN, 0)
        return FAILED_OPEN
      } finally {
        isUnderWay = isNested
        subject.clear()
      }
    },
    encoded({ signature, check }, estimatedBytes, bytes) {
      table.find({ id: signature, check })?.encoded(estimatedBytes, bytes)
    },
    get seen() {
      return counters.seen
    },
  }
}
