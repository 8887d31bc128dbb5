/** What may be kept per second. */
export interface Budget {
  readonly unit: 'records' | 'bytes'
  readonly perSecond: number
}

/** A record as an application hands it over. */
export interface BenchRecord {
  readonly severityNumber: number
  readonly body: string
  readonly attributes: Readonly<Record<string, string>>
}

/** One record on its way to the samplers. */
export interface Arrival {
  /** The pattern it belongs to. */
  readonly key: number
  readonly record: BenchRecord
  /** Its size when encoded, without stamps. */
  readonly bytes: number
  /** What keeping it costs, in the unit of the budget. */
  readonly cost: number
}

export interface Sampler {
  readonly name: string
  /** The weight of the record if it is kept, 0 if it is dropped. Most samplers look at nothing but key and time. */
  decide(key: number, nowMillis: number, arrival: Arrival): number
  /** The probability that the next draw of the pattern has; NaN where the sampler draws nothing, or has not yet. */
  probabilityOf(key: number): number
  /** Records kept so far by reason, where the sampler tells. */
  readonly keptByReason?: () => Readonly<Record<string, number>>
}
