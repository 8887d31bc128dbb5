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
  /** Of the table of patterns. */
  readonly columns: readonly PageColumn[]
  readonly patterns: readonly PageRow[]
}

export interface PageColumn {
  readonly title: string
  /** `level`: a text by which a row is coloured. */
  readonly kind: 'text' | 'level' | 'count' | 'size' | 'usd'
}

/** Facts of a budget, as they are read. */
export interface PageBudget {
  readonly name: string
  readonly cells: readonly string[]
}

/** A value each column; the first is the template. */
export type PageRow = readonly [template: string, ...values: (string | number)[]]
