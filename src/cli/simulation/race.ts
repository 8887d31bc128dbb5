import type { Explanation } from '../../sampling/explanation.js'
import { Subject } from '../../sampling/steps/subject.js'
import type { FoundRecord } from '../formats/found-record.js'
import { askedRecord } from './asked-record.js'
import { createRecordTimes } from './record-times.js'
import { createSimulation, type Simulation, type SimulationOptions } from './simulation.js'
import type { SimulationResult } from './simulation-result.js'

/** Several budgets tried on the same records, in one go. */
export interface Race {
  /** Returns whether the first budget keeps the record. */
  add(found: FoundRecord): boolean
  /** Returns how the first would decide a record like this one now. */
  explain(found: FoundRecord): Explanation
  results(): readonly SimulationResult[]
  /** Records that were spread evenly, because they do not say when they were. */
  readonly assumedTimes: number
}

/**
 * @param perSecond of records that do not say when they were
 * @param start epoch milliseconds of the first record, if it does not say
 */
export function createRace(budgets: readonly SimulationOptions[], perSecond: number, start: number): Race {
  const times = createRecordTimes(perSecond, start)
  const subject = new Subject()
  let simulations: readonly Simulation[] | undefined
  const running = (from: number, service?: string) => {
    simulations ??= budgets.map((budget) => createSimulation(budget, from, service))
    return simulations
  }
  return {
    add({ record, millis: said, clock, text, service }) {
      const millis = times.next(said, clock)
      const asked = askedRecord(record)
      subject.take(asked, 0)
      const { severityNumber, estimatedBytes } = subject
      const isError = subject.errorKind === 'real'
      subject.clear()
      const band = severityNumber === 0 ? 0 : Math.min(6, ((severityNumber - 1) >> 2) + 1)
      // pino's lines are read when their batch is cut.
      const isDeferred = record.instrumentationScope?.name === 'pino'
      const timed = { record, asked, text, millis, isError, band, estimatedBytes, isDeferred }
      const [first, ...others] = running(millis, service)
      const isKept = first!.add(timed)
      for (const other of others) other.add(timed)
      return isKept
    },
    explain: ({ record }) => running(start)[0]!.explain(askedRecord(record)),
    results: () => running(start).map((simulation) => simulation.result()),
    get assumedTimes() {
      return times.assumed
    },
  }
}
