import type { Random } from '../internal/random.js'
import type { Policy } from '../protocol/policy.js'
import type { LogRecord } from '../record/log-record.js'
import type { Adaptation } from './adaptive/adaptation.js'
import { type Budget, smallerBudget } from './adaptive/budget.js'
import { AllowanceLedger, type AllowanceTable } from './allowances/allowance-ledger.js'
import type { AllowanceName } from './allowances/shares.js'
import type { DropReason, SamplingDecision } from './decision.js'
import { createFloor, DEFAULT_KEEP_FIRST } from './floor.js'
import type { LeaseTerms } from './leases.js'
import type { LimitedWindow } from './limited-window.js'
import { PatternValues } from './pattern-values.js'
import { createPolicyRates } from './policy-rates.js'
import type { SamplingMode } from './policy-state.js'
import type { DecisionStep, StepOutlook } from './steps/decision-step.js'
import { drawStep } from './steps/draw.js'
import { errorsStep } from './steps/errors.js'
import { failedStep } from './steps/failed.js'
import { firstRecordsStep } from './steps/first-records.js'
import { incidentStep } from './steps/incident.js'
import { minimumSeverityStep } from './steps/minimum-severity.js'
import { pinnedStep } from './steps/pinned.js'
import { silencedStep } from './steps/silenced.js'
import type { Subject } from './steps/subject.js'
import { switchedOffStep } from './steps/switched-off.js'
import type { TraceHash } from './trace-hash.js'
import { traceKeyOf } from './trace-key.js'

const DEFAULT_BOOST = 2

export interface SamplerOptions {
  readonly budget: Budget | undefined
  /** Returns `true` for records to keep with reason `pinned`. */
  readonly alwaysKeep: ((record: LogRecord) => boolean) | undefined
  /** OpenTelemetry severity number below which only errors and pinned records are wanted; 0 = all. */
  readonly minimumSeverity: number
  readonly mode: () => SamplingMode
  readonly random: Random
  readonly traceHash: TraceHash
  /** The app has a key for the hash of trace ids, so that no policy brings one. */
  readonly hasTraceKey: boolean
  /** Of what keys are made. */
  readonly secretRandom: Random
  readonly adaptation: Adaptation
  /** The pass-through window. */
  readonly incident: LimitedWindow
  /** A remote rate of 0 silences the floor too. */
  readonly allowRemoteSilence: boolean
  /** An allowance has nothing left; called once until it has something again. */
  readonly onAllowanceSpent: (name: AllowanceName) => void
  /** Weights that no kept record stands for. */
  readonly onUnrepresented: (weight: number, reason: DropReason) => void
}

/** Decides whether a record is kept or dropped: walks the steps of the decision. */
export interface Sampler {
  decide(subject: Subject): SamplingDecision
  /** Returns the steps up to the one that decides, without counting, drawing or remembering anything. */
  explain(subject: Subject): readonly StepOutlook[]
  /**
   * Returns how many next records are dropped for certain of those that are like the record that was just decided, all of which stand in
   * this pattern and severity band; `undefined`: none.
   *
   * @param leased records of the pattern's other bands that are leased
   */
  lookAhead(subject: Subject, leased: number): LeaseTerms | undefined
  /**
   * Returns whether the next record of a trace is drawn as if it had none, and then counts it for its trace. Otherwise nothing has happened.
   * `now` is monotonic milliseconds.
   */
  goesByBlocks(traceId: string, now: number): boolean
  /** Returns what each allowance gave. `now` is monotonic milliseconds. */
  allowances(now: number): AllowanceTable
  /**
   * Puts a policy in force; `undefined` goes back to local adaptation. Patterns keep what they have learnt. Probabilities fall by
   * at most 10× per refresh interval, unless `atOnce`. `now` is monotonic milliseconds.
   */
  usePolicy(policy: Policy | undefined, now: number, atOnce?: boolean): void
}

export function createSampler(options: SamplerOptions): Sampler {
  const {
    budget: localBudget,
    minimumSeverity,
    mode,
    random,
    adaptation,
    incident,
    traceHash,
    onUnrepresented,
  } = options
  const rates = createPolicyRates(options.allowRemoteSilence, localBudget !== undefined)
  const ledger = new AllowanceLedger(adaptation.allowancesPerMinute, options.onAllowanceSpent)
  const seed = Math.floor(options.secretRandom() * 2 ** 32)
  const floor = createFloor(ledger, localBudget, adaptation.thinnedPerMinute, seed)
  floor.use(DEFAULT_KEEP_FIRST, localBudget)
  adaptation.useBudget(localBudget)
  adaptation.useBoost(DEFAULT_BOOST)

  const draw = drawStep({ adaptation, rates, traceHash, random })

  /** In the order in which a record is decided; what none of them decides is drawn. */
  const first: readonly DecisionStep[] = [
    minimumSeverityStep(minimumSeverity, onUnrepresented),
    switchedOffStep(mode),
    errorsStep(ledger, adaptation),
    pinnedStep(options.alwaysKeep, rates, ledger, adaptation),
    incidentStep(incident, ledger, adaptation),
    silencedStep(rates, mode, onUnrepresented),
    firstRecordsStep(floor, adaptation),
    failedStep(ledger, adaptation),
  ]
  const steps = [...first, draw]

  return {
    decide(subject) {
      adaptation.tick(subject.now)
      // Usual drops are leased and never come here. Written out, the calls would be inlined: more to compile than it saves.
      for (let i = 0; i < first.length; i++) {
        const decision = first[i]!.decide(subject)
        if (decision !== undefined) return decision
      }
      return draw.decide(subject)
    },
    explain(subject) {
      const walked: StepOutlook[] = []
      for (const step of steps) {
        for (const outlook of step.explain(subject)) {
          walked.push(outlook)
          if (outlook.applies) return walked
        }
      }
      return walked
    },
    lookAhead(subject, leased) {
      const { pattern, estimatedBytes } = subject
      const cost = adaptation.costOf(pattern, estimatedBytes)
      const ahead = draw.lookAhead(subject, leased)
      const records = Math.min(ahead.records, adaptation.leaseable(cost))
      if (!(records >= 1)) return undefined
      let until = adaptation.intervalEnd
      // By index, here and in `Leases`: of `for…of` V8 makes more, and compiles it while the app logs.
      for (let i = 0; i < steps.length; i++) until = Math.min(until, steps[i]!.passesUntil(subject))
      if (until <= subject.now) return undefined
      return { records, bound: ahead.bound, until, cost }
    },
    goesByBlocks: draw.goesByBlocks,
    allowances: (now) => ledger.stats(now),
    usePolicy(policy, now, atOnce = false) {
      const budget = smallerBudget(localBudget, policy?.budget?.bytes_per_second)
      floor.use(policy?.keep_first ?? DEFAULT_KEEP_FIRST, budget)
      const values = new PatternValues(policy)
      const allocationBefore = adaptation.allocationBefore(budget, values)
      adaptation.useBudget(budget)
      adaptation.useBoost(policy?.anomaly_boost ?? DEFAULT_BOOST)
      adaptation.useValues(values)
      if (policy?.trace_key !== undefined && !options.hasTraceKey) traceHash.useKey(traceKeyOf(policy.trace_key))
      rates.use(policy, { hasBudget: budget !== undefined, allocationBefore, now, atOnce })
    },
  }
}
