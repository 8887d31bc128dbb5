import type { KnownShape } from './known-shape.js'

/** From `from` up to `to`, epoch seconds. */
export interface Period {
  readonly from: number
  readonly to: number
}

/**
 * Where the shapes of records come from: `stored` patterns of PostHog; `shapes` that HogQL makes of bodies where there are none;
 * `endpoints` of the logs API where HogQL may not be asked.
 */
export type Way = 'stored' | 'shapes' | 'endpoints'

/** `exact`: no samples are drawn, what is too much is counted without patterns. `sample`: they are from the start. `auto`: where exact counts are too expensive. */
export type HistoryMode = 'auto' | 'exact' | 'sample'

/** What is read: whole hours, epoch seconds. */
export interface HistoryRequest extends Period {
  /** Absent: all. */
  readonly services?: readonly string[]
  /** Whether samples may be drawn. */
  readonly mode: HistoryMode
}

/** Part of an hour: of its time, of its shapes (those whose hash modulo `of` is `index`), and a draw of one in `sample`. */
export interface Part extends Period {
  readonly index: number
  readonly of: number
  readonly sample: number
}

export interface ShapeKey {
  readonly service: string
  readonly shape: string
  readonly version: number
}

/** Exact totals of an hour, service and severity. */
export interface Cell {
  readonly service: string
  readonly severity: string
  /** As stored. */
  readonly records: number
  /** As they were before an SDK thinned them. */
  readonly weighted: number
  readonly bytes: number
  readonly weightedBytes: number
  readonly instances: number
}

export interface OpenHour {
  /** Its start, epoch seconds. */
  readonly hour: number
  readonly cells: readonly Cell[]
}

/** Records of one service and severity that look alike. */
export interface ShapeRow extends ShapeKey {
  readonly severity: string
  readonly event: string
  readonly outcome: string
  readonly records: number
  readonly weighted: number
  /** One in so many was counted. */
  readonly sample: number
}

/** What a reader has to be told of how it was read. */
export type HistoryNote =
  | 'no_patterns'
  | 'only_logs_read'
  | 'sampled'
  | 'thinned'
  | 'drop_rules'
  | 'weights_unread'
  | 'bodies_unread'
  | 'shapes_unread'

/**
 * How far a history is read: plain data, so that it can be written down between any two steps and read on by another process.
 */
export interface HistoryState {
  /** What was asked for. */
  readonly request: HistoryRequest
  /** Where shapes come from. */
  readonly way: Way
  /** Whether weights of earlier sampling are read. */
  readonly isWeighted: boolean
  /** `false`: PostHog refused to look into bodies, so that objects and lines of access are signed by examples. */
  readonly readsBodies?: boolean
  /** Whether PostHog's own drop rules were asked for. */
  readonly askedRules: boolean
  /** Totals that are still to be read. */
  readonly totals: readonly Period[]
  /** Hours whose totals are known, the next one first. */
  readonly hours: readonly OpenHour[]
  /** Of the next hour: what is still to be read, and what was. `undefined`: nothing was asked yet. */
  readonly parts: readonly Part[] | undefined
  /** Of the next hour: what its parts answered. */
  readonly rows: readonly ShapeRow[]
  /** Seconds that one query reads, and shapes whose examples it reads: less after each that was too expensive. */
  readonly span: number
  /** Shapes that one query reads the examples of. */
  readonly batch: number
  /** One record in so many is looked at. */
  readonly sample: number
  /** What shapes were signed as, by {@link keyOf}. */
  readonly known: Readonly<Record<string, KnownShape>>
  /** What is to be told of how it was read. */
  readonly notes: readonly HistoryNote[]
  /** Hours that are done, and all. */
  readonly done: number
  /** Hours of the whole request. */
  readonly all: number
  /** Records in all cells that were read, and those that PostHog has no pattern of. */
  readonly records: number
  /** Records that PostHog has no pattern of. */
  readonly unstamped: number
}

/** What is to be asked for next. */
export type HistoryStep =
  | { readonly kind: 'rules' }
  | { readonly kind: 'totals'; readonly period: Period }
  | { readonly kind: 'shapes'; readonly part: Part }
  | { readonly kind: 'examples'; readonly period: Period; readonly keys: readonly ShapeKey[] }
  | { readonly kind: 'volumes'; readonly period: Period }
  | { readonly kind: 'endpoint patterns'; readonly period: Period; readonly service: string }
  | { readonly kind: 'hour'; readonly hour: number }
  | { readonly kind: 'done' }

export const keyOf = ({ service, shape, version }: ShapeKey): string => JSON.stringify([service, shape, version])

/** Adds a note once. */
export const noted = (notes: readonly HistoryNote[], note: HistoryNote): readonly HistoryNote[] =>
  notes.includes(note) ? notes : [...notes, note]
