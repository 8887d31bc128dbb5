import type { SamplingRule } from '../api/contract/logs.js'
import type { Failed, Outcome } from '../api/contract/outcome.js'
import type { QueryAnswer } from '../api/contract/posthog-api.js'
import type { EndpointPatterns, Volumes } from './endpoint-way.js'
import { endpointRows } from './endpoint-way.js'
import { SHAPES_LIMIT } from './history-queries.js'
import {
  type HistoryNote,
  type HistoryState,
  type HistoryStep,
  keyOf,
  noted,
  type OpenHour,
  type Part,
  type Period,
} from './history-state.js'
import { knownShapeOf, shapeWithoutExamples } from './known-shape.js'
import { HOUR_SECONDS, partsOf } from './next-step.js'
import { examplesOf, ShapeError, shapeRowsOf, totalsOf } from './read-rows.js'

/** Less than this share of records with a pattern: shapes are made of bodies instead. */
const MIN_STAMPED = 0.99
const MIN_SPAN_SECONDS = 60
const MAX_SAMPLE = 10_000
/** Parts of an hour by the hash of their shape, and how many one that was cut becomes. */
const [MAX_SPLIT, SPLIT] = [256, 4]
/** Groups of an hour that are told apart. */
const MAX_ROWS = 200_000

/** What a step answered. */
export type Answer = QueryAnswer | readonly SamplingRule[] | Volumes | EndpointPatterns | undefined

/** What came of a step. */
export type Advance =
  /** There is a next step. */
  | { readonly kind: 'on'; readonly state: HistoryState }
  /** Nothing was changed: it may be asked again, or not. */
  | { readonly kind: 'failed'; readonly failure: Failed }

/** Returns what is known after the answer to a step. The state is not changed. */
export function advance(state: HistoryState, step: HistoryStep, answer: Outcome<Answer>): Advance {
  if (answer.outcome === 'ok') {
    try {
      return { kind: 'on', state: answered(state, step, answer.value) }
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error
      return { kind: 'failed', failure: { outcome: 'changed_shape', message: error.message, field: error.field } }
    }
  }
  const next = steppedDown(state, step, answer)
  return next === undefined ? { kind: 'failed', failure: answer } : { kind: 'on', state: next }
}

function answered(state: HistoryState, step: HistoryStep, value: Answer): HistoryState {
  switch (step.kind) {
    case 'rules': {
      const isDropping = (value as readonly SamplingRule[]).some(({ enabled }) => enabled)
      return { ...state, askedRules: true, notes: isDropping ? noted(state.notes, 'drop_rules') : state.notes }
    }
    case 'totals':
      return withTotals(state, step.period, value as QueryAnswer)
    case 'volumes':
      return opened(state, value as Volumes)
    case 'shapes':
      return withShapes(state, step.part, value as QueryAnswer)
    case 'examples': {
      const known = { ...state.known }
      for (const { examples, meanLength, ...key } of examplesOf(value as QueryAnswer)) {
        const shape = knownShapeOf(examples, meanLength, 'rows')
        if (shape !== undefined) known[keyOf(key)] = shape
      }
      for (const key of step.keys) known[keyOf(key)] ??= shapeWithoutExamples(key.shape, 'rows')
      return { ...state, known }
    }
    case 'endpoint patterns': {
      const { rows, known } = endpointRows(step.service, value as EndpointPatterns)
      const part = { ...step.period, index: 0, of: 1, sample: 1 }
      return {
        ...state,
        rows: [...state.rows, ...rows],
        known: { ...state.known, ...known },
        parts: [...(state.parts ?? []), part],
      }
    }
    case 'hour':
      return { ...state, hours: state.hours.slice(1), parts: undefined, rows: [], done: state.done + 1 }
    case 'done':
      return state
  }
}

function withTotals(state: HistoryState, period: Period, answer: QueryAnswer): HistoryState {
  if (answer.hasMore) return halvedTotals(state, period) ?? opened(state, totalsOf(answer))
  return opened(state, totalsOf(answer))
}

/** Hours that have records are to be read, the newest first; all others are done. */
function opened(state: HistoryState, { cells, records, unstamped }: Volumes): HistoryState {
  const period = state.totals[0]!
  const hours = [...cells]
    .filter(([hour]) => hour >= period.from && hour < period.to)
    .toSorted(([a], [b]) => b - a)
    .map(([hour, own]): OpenHour => ({ hour, cells: own }))
  const isThinned = hours.some((open) => open.cells.some((cell) => cell.weighted > cell.records))
  const next: HistoryState = {
    ...state,
    totals: state.totals.slice(1),
    hours: [...state.hours, ...hours],
    done: state.done + (period.to - period.from) / HOUR_SECONDS - hours.length,
    records: state.records + records,
    unstamped: state.unstamped + unstamped,
    notes: isThinned ? noted(state.notes, 'thinned') : state.notes,
  }
  if (next.totals.length > 0 || next.way !== 'stored') return next
  const isStamped = next.unstamped <= (1 - MIN_STAMPED) * next.records
  return isStamped ? next : { ...next, way: 'shapes', notes: noted(next.notes, 'no_patterns') }
}

function withShapes(state: HistoryState, part: Part, answer: QueryAnswer): HistoryState {
  const [, ...rest] = state.parts ?? partsOf(state, state.hours[0]!)
  const isCut = answer.hasMore || answer.rows.length >= SHAPES_LIMIT
  const room = MAX_ROWS - state.rows.length
  if (isCut && part.of < MAX_SPLIT && room > 0) {
    const smaller = Array.from({ length: SPLIT }, (_, i) => ({
      ...part,
      of: part.of * SPLIT,
      index: part.index + i * part.of,
    }))
    return { ...state, parts: [...smaller, ...rest] }
  }
  const rows = shapeRowsOf(answer, part.sample).slice(0, Math.max(0, room))
  const notes = part.sample > 1 ? noted(state.notes, 'sampled') : state.notes
  return { ...state, parts: rest, rows: [...state.rows, ...rows], notes }
}

/** Returns what is asked for instead, or `undefined` where there is nothing less. */
function steppedDown(state: HistoryState, step: HistoryStep, failure: Failed): HistoryState | undefined {
  const { outcome, status } = failure
  switch (step.kind) {
    case 'rules':
      // What is not known of them is not said; a key that is wrong is wrong for the rest too.
      return outcome === 'bad_key' ? undefined : { ...state, askedRules: true }
    case 'totals':
      if (outcome === 'too_expensive') return halvedTotals(state, step.period)
      if (outcome === 'missing_scope') return restarted(state, 'endpoints', 'only_logs_read')
      if (outcome !== 'refused' || status !== 400) return undefined
      return state.way === 'stored'
        ? restarted(state, 'shapes', 'no_patterns')
        : restarted(state, 'endpoints', 'only_logs_read')
    case 'shapes':
      return outcome === 'too_expensive' ? lessOfShapes(state, step.part) : withoutBodies(state, failure)
    case 'examples':
      return outcome === 'too_expensive' ? fewerExamples(state, step) : withoutBodies(state, failure)
    default:
      return undefined
  }
}

function restarted(state: HistoryState, way: HistoryState['way'], note: HistoryNote): HistoryState {
  return { ...state, way, notes: noted(state.notes, note) }
}

/** A PostHog that does not take what looks into bodies may take the rest. */
function withoutBodies(state: HistoryState, { outcome, status }: Failed): HistoryState | undefined {
  if (outcome !== 'refused' || status !== 400 || state.readsBodies === false) return undefined
  return { ...state, readsBodies: false, notes: noted(state.notes, 'bodies_unread') }
}

function halvedTotals(state: HistoryState, { from, to }: Period): HistoryState | undefined {
  const hours = (to - from) / HOUR_SECONDS
  if (hours > 1) {
    const middle = from + Math.floor(hours / 2) * HOUR_SECONDS
    return { ...state, totals: [{ from: middle, to }, { from, to: middle }, ...state.totals.slice(1)] }
  }
  if (!state.isWeighted) return undefined
  return { ...state, isWeighted: false, notes: noted(state.notes, 'weights_unread') }
}

/** Half the time, down to a minute; then a draw of the records; then they are counted without patterns. */
function lessOfShapes(state: HistoryState, part: Part): HistoryState {
  const [, ...rest] = state.parts ?? partsOf(state, state.hours[0]!)
  const seconds = part.to - part.from
  if (seconds > MIN_SPAN_SECONDS) {
    const half = Math.max(MIN_SPAN_SECONDS, Math.floor(seconds / 2 / MIN_SPAN_SECONDS) * MIN_SPAN_SECONDS)
    const middle = part.from + half
    const halves = [
      { ...part, to: middle },
      { ...part, from: middle },
    ]
    return { ...state, span: dividing(half), parts: [...halves, ...rest] }
  }
  const sample = part.sample * 10
  if (state.request.mode !== 'exact' && sample <= MAX_SAMPLE)
    return { ...state, sample, parts: [part, ...rest].map((one) => ({ ...one, sample: Math.max(one.sample, sample) })) }
  return { ...state, parts: rest, notes: noted(state.notes, 'shapes_unread') }
}

/** What an hour is a multiple of: hours that follow are read in parts of this size from the start. */
function dividing(seconds: number): number {
  for (let span = seconds; span > MIN_SPAN_SECONDS; span -= MIN_SPAN_SECONDS) if (HOUR_SECONDS % span === 0) return span
  return MIN_SPAN_SECONDS
}

function fewerExamples(state: HistoryState, { keys }: HistoryStep & { kind: 'examples' }): HistoryState {
  if (keys.length > 1) return { ...state, batch: Math.max(1, Math.floor(keys.length / 2)) }
  const known = { ...state.known, [keyOf(keys[0]!)]: shapeWithoutExamples(keys[0]!.shape, 'rows') }
  return { ...state, known, notes: noted(state.notes, 'shapes_unread') }
}
