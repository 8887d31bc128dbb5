export interface Totals {
  readonly seen: number
  readonly kept: number
  readonly bytes: number
  readonly keptBytes: number
  readonly errors: number
}

/** From `from` up to, not including, `to`. */
export interface Period {
  readonly from: number
  readonly to: number
}
