/** A row of values, one a step; `null`: nothing is known of that step, and nothing is drawn there. */
export interface Series {
  /** Names its colours in `charts.css`: `logged`, `sent`, `error`, `budget`. */
  readonly key: 'logged' | 'sent' | 'error' | 'budget'
  readonly label: string
  readonly kind: 'area' | 'line' | 'step'
  readonly values: readonly (number | null)[]
}

/** What happened at a time, or from one to another: in the lane below the chart. */
export interface Mark {
  /** Epoch seconds. */
  readonly at: number
  readonly until?: number
  readonly kind: 'plan' | 'person' | 'bad' | 'incident' | 'deploy'
  readonly label: string
}

/** A span that is shaded behind the lines. Epoch seconds. */
export interface Band {
  readonly from: number
  readonly until: number
  readonly tone?: 'bad'
}

/** Where the steps of a chart lie. */
export interface Span {
  /** Start of the first step, epoch seconds. */
  readonly from: number
  /** Seconds. */
  readonly step: number
  /** Steps. */
  readonly count: number
}

export const endOf = ({ from, step, count }: Span): number => from + step * count

/** Returns the highest value of all, 0 where there is none. */
export function highest(series: readonly Series[]): number {
  let most = 0
  for (const { values } of series) for (const value of values) if (value !== null && value > most) most = value
  return most
}
