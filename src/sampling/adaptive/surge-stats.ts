/** Patterns and errors that come far more often than before. */
export interface SurgeStats {
  /** Patterns that surge at the moment: they get more than their share. */
  readonly active: number
  /** Surges of patterns so far. */
  readonly patterns: number
  /** Faults so far: two intervals of 10 s in turn with many errors. Each doubled the budget for two minutes. */
  readonly errorRate: number
  /** Whether a fault doubles the budget at the moment. */
  readonly isFault: boolean
}
