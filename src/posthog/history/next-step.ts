import {
  type HistoryRequest,
  type HistoryState,
  type HistoryStep,
  keyOf,
  type OpenHour,
  type Part,
  type ShapeKey,
} from './history-state.js'

export const HOUR_SECONDS = 3_600
const DAY_SECONDS = 86_400
/** Shapes whose examples one query reads. */
const MAX_BATCH = 200
/** Records of an hour that are looked at where samples are wanted. */
const WANTED_SAMPLE = 20_000
/** Shapes that are told apart; of what comes beyond, the records are counted. */
const MAX_KNOWN = 20_000

/**
 * Begins to read a history: whole hours, the newest first.
 *
 * @throws RangeError where `from` and `to` are no whole hours in order
 */
export function beginHistory(request: HistoryRequest): HistoryState {
  const { from, to } = request
  if (from % HOUR_SECONDS !== 0 || to % HOUR_SECONDS !== 0 || from >= to)
    throw new RangeError(`a history is of whole hours, from one to a later one; got ${from}–${to}`)
  const totals = []
  for (let end = to; end > from; ) {
    const start = Math.max(from, Math.floor((end - 1) / DAY_SECONDS) * DAY_SECONDS)
    totals.push({ from: start, to: end })
    end = start
  }
  return {
    request,
    way: 'stored',
    isWeighted: true,
    askedRules: false,
    totals,
    hours: [],
    parts: undefined,
    rows: [],
    span: HOUR_SECONDS,
    batch: MAX_BATCH,
    sample: 1,
    known: {},
    notes: [],
    done: 0,
    all: (to - from) / HOUR_SECONDS,
    records: 0,
    unstamped: 0,
  }
}

/** Returns what is to be asked for next. */
export function nextStep(state: HistoryState): HistoryStep {
  const { way, totals, hours, parts, askedRules } = state
  if (!askedRules) return { kind: 'rules' }
  const period = totals[0]
  if (period !== undefined) return { kind: way === 'endpoints' ? 'volumes' : 'totals', period }
  const open = hours[0]
  if (open === undefined) return { kind: 'done' }
  if (way === 'endpoints') {
    const service = servicesOf(open)[(parts ?? []).length]
    const hour = { from: open.hour, to: open.hour + HOUR_SECONDS }
    return service === undefined
      ? { kind: 'hour', hour: open.hour }
      : { kind: 'endpoint patterns', period: hour, service }
  }
  const part = (parts ?? partsOf(state, open))[0]
  if (part !== undefined) return { kind: 'shapes', part }
  const keys = unknownKeys(state)
  if (keys.length > 0) return { kind: 'examples', period: { from: open.hour, to: open.hour + HOUR_SECONDS }, keys }
  return { kind: 'hour', hour: open.hour }
}

/** Returns the parts that an hour is read in. */
export function partsOf({ request, span, sample }: HistoryState, { hour, cells }: OpenHour): Part[] {
  const records = cells.reduce((sum, cell) => sum + cell.records, 0)
  const wanted = request.mode === 'sample' ? Math.max(1, Math.round(records / WANTED_SAMPLE)) : 1
  const parts: Part[] = []
  for (let from = hour; from < hour + HOUR_SECONDS; from += span)
    parts.push({ from, to: from + span, index: 0, of: 1, sample: Math.max(sample, wanted) })
  return parts
}

export const servicesOf = ({ cells }: OpenHour): string[] =>
  [...new Set(cells.map(({ service }) => service))].toSorted()

/** Shapes of this hour that nothing is known of yet, those with the most records first. */
function unknownKeys({ rows, known, batch }: HistoryState): ShapeKey[] {
  const counts = new Map<string, { key: ShapeKey; records: number }>()
  let room = MAX_KNOWN - Object.keys(known).length
  for (const { service, shape, version, event, records } of rows) {
    // An event is named: its body says no more. Records without a pattern have nothing in common.
    if (event !== '' || shape === '') continue
    const key = { service, shape, version }
    const name = keyOf(key)
    if (Object.hasOwn(known, name)) continue
    const found = counts.get(name)
    if (found !== undefined) found.records += records
    else if (room-- > 0) counts.set(name, { key, records })
  }
  const ordered = [...counts.values()].toSorted(
    (a, b) => b.records - a.records || (keyOf(a.key) < keyOf(b.key) ? -1 : 1),
  )
  return ordered.slice(0, batch).map(({ key }) => key)
}
