/** What the page shows; it travels compressed within it. */
export interface PageData {
  /** Names of files. */
  readonly title: string
  readonly budgets: readonly PageBudget[]
  readonly notes: readonly string[]
  /** Start of the first column in epoch milliseconds, and the width of all. */
  readonly start: number
  readonly columnMillis: number
  readonly logged: readonly number[]
  readonly kept: readonly number[]
  /** Of a column, in the unit of the plot. */
  readonly allowed: number | undefined
  readonly unit: 'bytes' | 'records'
  readonly patterns: readonly PageRow[]
}

/** Facts of a budget, as they are read. */
export interface PageBudget {
  readonly name: string
  readonly cells: readonly string[]
}

export type PageRow = readonly [
  template: string,
  level: string,
  seen: number,
  kept: number,
  estimated: number,
  bytesKept: number,
  errors: number,
]
