/** A sampler as the simulation sees it: told of every record, it answers the weight that a kept one stands for, 0 = dropped. */
export interface Sampler {
  readonly name: string
  decide(pattern: number, now: number): number
  /** Called when the clock moved on. */
  tick?(now: number): void
}

export type CreateSampler = (budgetPerSecond: number) => Sampler
