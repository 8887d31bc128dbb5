import type { Clock } from '../internal/clock.js'
import type { CoarseClock } from '../internal/coarse-clock.js'
import type { Diag } from '../internal/diag.js'
import type { LogRecord } from '../record/log-record.js'
import { SEVERITY_NUMBER, severityNumberOf } from '../record/severity.js'
import {
  type DropReason,
  dropped,
  inShadow,
  type KeepDecision,
  type SamplingDecision,
  shipped,
} from '../sampling/decision.js'
import { type Examination, examine } from '../sampling/examination.js'
import type { SamplingMode } from '../sampling/policy-state.js'
import type { Sampler } from '../sampling/sampler.js'
import type { Signer } from '../signature/signature.js'
import type { Counters } from '../stats/counters.js'
import type { PatternEntry } from '../stats/pattern-entry.js'
import type { PatternTable } from '../stats/pattern-table.js'

/** The path of a record: sign → decide → count. The only try/catch of the hot path; fails open. */
export interface Pipeline {
  sample(record: LogRecord): SamplingDecision
  /** A kept record was encoded: calibrates the size estimates of its pattern. `bytes` is without stamps. */
  encoded(signature: string, estimatedBytes: number, bytes: number): void
  /** Records that shadow mode shipped and would have dropped. */
  readonly shadowDropped: number
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
  /** OpenTelemetry severity number below which only errors and pinned records are wanted; 0 = all. */
  readonly minimumSeverity: number
  /** Weights that no kept record stands for. */
  readonly onUnrepresented: (weight: number, reason: DropReason) => void
  /** Called after each record; must be cheap. */
  readonly onRecord: () => void
  readonly diag: Diag
}

/** A severity that cannot be read is treated as INFO. */
const UNREADABLE_SEVERITY = 9

const FAILED_OPEN: KeepDecision = Object.freeze({
  keep: true,
  reason: 'failed_open',
  signature: '0000000000000000',
  probability: 1,
  weight: 1,
  estimatedBytes: 0,
})

export function createPipeline(parts: PipelineParts): Pipeline {
  const {
    signer,
    sampler,
    table,
    counters,
    clock,
    coarseClock,
    mode,
    minimumSeverity,
    onUnrepresented,
    onRecord,
    diag,
  } = parts
  // Epoch time by the coarse clock: the hot path reads no wall clock.
  const epochOffset = clock.now() - clock.monotonic()
  let shadowDropped = 0

  function decide(record: LogRecord): SamplingDecision {
    const now = coarseClock.read()
    const entry = table.entryOf(signer.sign(record))
    const severityNumber = severityNumberOf(record)
    const examined = examine(record)
    const estimatedBytes = examined.estimatedBytes
    const decision = isBelowMinimum(severityNumber, examined)
      ? unwanted(entry)
      : decideIn(mode(), record, examined, severityNumber, entry, now)
    counters.count(decision, severityNumber)
    entry.count(decision, severityNumber, estimatedBytes, now + epochOffset)
    return decision
  }

  function isBelowMinimum(severityNumber: number, { hasException, pinned }: Examination): boolean {
    return (severityNumber || UNREADABLE_SEVERITY) < minimumSeverity && !hasException && !pinned
  }

  function unwanted(entry: PatternEntry): SamplingDecision {
    onUnrepresented(1, 'minimum_severity')
    return dropped('minimum_severity', entry.signature, 0)
  }

  function decideIn(
    active: SamplingMode,
    record: LogRecord,
    examined: Examination,
    severityNumber: number,
    entry: PatternEntry,
    now: number,
  ): SamplingDecision {
    if (active === 'off') {
      const isError = severityNumber >= SEVERITY_NUMBER.error || examined.hasException
      return shipped(entry.signature, examined.estimatedBytes, isError ? 'error' : 'disabled')
    }
    const { estimatedBytes } = examined
    const decision = sampler.decide(record, examined, severityNumber, entry.sampling, now)
    if (active === 'active') {
      if (decision.reason === 'silenced') onUnrepresented(1, decision.reason)
      return decision
    }
    if (!decision.keep) shadowDropped++
    return inShadow(decision, estimatedBytes)
  }

  return {
    sample(record) {
      try {
        const decision = decide(record)
        onRecord()
        return decision
      } catch (error) {
        diag.once('pipeline', 'a record could not be decided and is kept', error)
        counters.count(FAILED_OPEN, 0)
        return FAILED_OPEN
      }
    },
    encoded(signature, estimatedBytes, bytes) {
      table.find(signature)?.encoded(estimatedBytes, bytes)
    },
    get seen() {
      return counters.seen
    },
    get shadowDropped() {
      return shadowDropped
    },
  }
}
