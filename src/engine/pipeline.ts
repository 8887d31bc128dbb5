import type { CoarseClock } from '../internal/coarse-clock.js'
import type { Diag } from '../internal/diag.js'
import { withFastMembers } from '../internal/fast-members.js'
import type { LogRecord } from '../record/log-record.js'
import { inShadow, keptUndecided, type PatternName, type SamplingDecision } from '../sampling/decision.js'
import type { Leases } from '../sampling/leases.js'
import type { SamplingMode } from '../sampling/policy-state.js'
import type { Sampler } from '../sampling/sampler.js'
import { Subject } from '../sampling/steps/subject.js'
import { withOutcome } from '../signature/signature.js'
import type { Signer } from '../signature/signer.js'
import type { Counters } from '../stats/counters.js'
import type { PatternEntry } from '../stats/pattern-entry.js'
import type { PatternTable } from '../stats/pattern-table.js'
import type { CallSites } from './call-site.js'
import { createFastDrop, type FastDrop } from './fast-drop.js'

/** The path of a record: sign → decide → count. The only try/catch of the hot path; fails open. */
export interface Pipeline {
  sample(record: LogRecord): SamplingDecision
  /** Drops the usual record before anything is built of it; `undefined`: there is no such way. */
  readonly drop: FastDrop | undefined
  /** Calibrates the size estimates of a pattern by a kept record that was encoded. `bytes` is without stamps. */
  encoded(pattern: PatternName, estimatedBytes: number, bytes: number): void
  /** Records seen so far. */
  readonly seen: number
}

export interface PipelineParts {
  readonly signer: Signer
  readonly sampler: Sampler
  /** `undefined`: each record is decided by itself. */
  readonly leases: Leases | undefined
  /** Returns `true` for records that the app wants whole. */
  readonly alwaysKeep: ((record: LogRecord) => boolean) | undefined
  readonly table: PatternTable
  readonly counters: Counters
  /** Milliseconds from monotonic to epoch time: the hot path reads no wall clock. */
  readonly epochOffset: number
  readonly coarseClock: CoarseClock
  /** `undefined`: it is not looked where records are logged. */
  readonly callSites: CallSites | undefined
  readonly mode: () => SamplingMode
  /** Called after each record; must be cheap. */
  readonly onRecord: () => void
  /** Called for each record of an error, with the error that it carries, if any. */
  readonly onError: (record: LogRecord, error: unknown) => void
  readonly diag: Diag
}

const FAILED_OPEN = keptUndecided('failed_open')

export function createPipeline(parts: PipelineParts): Pipeline {
  const {
    signer,
    sampler,
    leases,
    alwaysKeep,
    table,
    counters,
    epochOffset,
    coarseClock,
    callSites,
    mode,
    onRecord,
    onError,
    diag,
  } = parts
  /** Of the record under way; what the app is asked within a decision may log, too. */
  const own = new Subject()
  let isUnderWay = false

  function decide(record: LogRecord, subject: Subject): SamplingDecision {
    const now = coarseClock.read()
    subject.takeUnread(record, now)
    const signature = signer.sign(record)
    if (!signer.isNoAccessLine) subject.readAccessLine()
    const entry = table.entryOf(withOutcome(signature, subject.outcome), subject.severityNumber, now)
    subject.pattern = entry.sampling
    if (callSites !== undefined) callSites.see(entry, now)
    const leased = leases === undefined || !subject.isUsual ? undefined : take(leases, entry, subject)
    if (leased !== undefined) return leased
    leases?.settle(entry)
    // What is asked of the app within the decision may change the record.
    const { severityNumber, estimatedBytes } = subject
    const isError = subject.errorKind === 'real'
    const decision = inMode(sampler.decide(subject), estimatedBytes, entry)
    counters.count(decision, severityNumber, isError)
    entry.count(decision, severityNumber, estimatedBytes, now + epochOffset)
    if (leases !== undefined && decision.reason === 'adaptive') {
      // No block has moved where a trace decides.
      if (subject.isDrawnByTrace) leases.keepWithinBounds(entry)
      else leases.renew(entry, subject.severityNumber, (leased) => sampler.lookAhead(subject, leased))
    }
    return decision
  }

  /** The fast way: drops a usual record by a lease. */
  function take(leases: Leases, entry: PatternEntry, subject: Subject): SamplingDecision | undefined {
    const { severityNumber, now } = subject
    let lease = leases.find(entry, severityNumber, now)
    if (lease !== undefined && alwaysKeep !== undefined) {
      // The app's rule may log, and so take from the lease, or end it.
      lease = subject.isWantedBy(alwaysKeep) ? undefined : leases.find(entry, severityNumber, now)
    }
    const traceId = subject.record.spanContext?.traceId
    if (lease === undefined || (traceId !== undefined && !sampler.goesByBlocks(traceId, now))) return undefined
    leases.take(lease, subject.estimatedBytes, now)
    return leases.decisionOf(lease)
  }

  /** Shadow mode ships all but what the app itself does not want. */
  function inMode(decision: SamplingDecision, estimatedBytes: number, { size }: PatternEntry): SamplingDecision {
    if (mode() !== 'shadow' || decision.reason === 'minimum_severity') return decision
    if (!decision.keep) counters.countShadowDropped(estimatedBytes * size.ratio)
    return inShadow(decision, estimatedBytes)
  }

  const hasFastWay = leases !== undefined && alwaysKeep === undefined

  return withFastMembers({
    drop: hasFastWay ? createFastDrop({ signer, sampler, leases, table, coarseClock, onRecord }) : undefined,
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
      const entry = table.find({ id: signature, check })
      if (entry === undefined) return
      leases?.settle(entry)
      entry.encoded(estimatedBytes, bytes)
    },
    get seen() {
      leases?.settleAll()
      return counters.seen
    },
  })
}
