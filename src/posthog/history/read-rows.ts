import type { QueryAnswer } from '../api/contract/posthog-api.js'
import type { Cell, ShapeRow } from './history-state.js'

const MAX_NAME_CHARACTERS = 256
/** Of a shape: what PostHog masks is at most a few thousand. */
const MAX_SHAPE_CHARACTERS = 4_096
const SEVERITIES: ReadonlySet<string> = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])

/** An answer whose columns are not those that were asked for. */
export class ShapeError extends Error {
  readonly field: string

  constructor(field: string) {
    super(`PostHog answered without ${field}`)
    this.field = field
  }
}

type Field = (name: string) => unknown

/** Returns what each row is made of. @throws ShapeError where a value is missing or of another kind */
export function rowsOf<T>({ columns, rows }: QueryAnswer, make: (text: Text, number: Number) => T): T[] {
  const places = new Map(columns.map((name, i) => [name, i]))
  return rows.map((row, i) => {
    const field: Field = (name) => row[places.get(name) ?? -1]
    const bad = (name: string): never => {
      throw new ShapeError(`results[${i}].${name}`)
    }
    const text: Text = (name, most = MAX_NAME_CHARACTERS) => {
      const value = field(name)
      if (value === null) return ''
      return typeof value === 'string' ? value.slice(0, most) : bad(name)
    }
    const number: Number = (name) => {
      const value = field(name)
      // 64-bit integers may come as texts.
      const parsed = typeof value === 'string' && value !== '' ? +value : value
      return typeof parsed === 'number' && Number.isFinite(parsed) && parsed >= 0 ? parsed : bad(name)
    }
    return make(text, number)
  })
}

type Text = (name: string, most?: number) => string
type Number = (name: string) => number

const severityOf = (text: string): string => (SEVERITIES.has(text) ? text : 'info')

/** Returns the totals of an answer with its hours in epoch seconds, and how many records have no pattern. */
export function totalsOf(answer: QueryAnswer): { cells: Map<number, Cell[]>; records: number; unstamped: number } {
  const cells = new Map<number, Cell[]>()
  let [records, unstamped] = [0, 0]
  const read = rowsOf(answer, (text, number) => ({
    hour: number('hour') * 3_600,
    unstamped: number('unstamped'),
    cell: {
      service: text('service_name'),
      severity: severityOf(text('severity_text')),
      records: number('records'),
      weighted: number('weighted'),
      bytes: number('bytes'),
      weightedBytes: number('weighted_bytes'),
      instances: number('instances'),
    },
  }))
  for (const { hour, cell, unstamped: without } of read) {
    const own = cells.get(hour)
    if (own === undefined) cells.set(hour, [cell])
    else own.push(cell)
    records += cell.records
    unstamped += without
  }
  return { cells, records, unstamped }
}

export function shapeRowsOf(answer: QueryAnswer, sample: number): ShapeRow[] {
  return rowsOf(answer, (text, number) => ({
    service: text('service_name'),
    severity: severityOf(text('severity_text')),
    shape: text('shape', MAX_SHAPE_CHARACTERS),
    version: number('version'),
    event: text('event_name'),
    outcome: text('outcome'),
    records: number('records'),
    weighted: number('weighted'),
    sample,
  }))
}

export interface ExamplesRow {
  readonly service: string
  readonly shape: string
  readonly version: number
  readonly examples: readonly string[]
  readonly meanLength: number
}

export function examplesOf(answer: QueryAnswer): ExamplesRow[] {
  const place = answer.columns.indexOf('examples')
  return rowsOf(answer, (text, number) => ({
    service: text('service_name'),
    shape: text('shape', MAX_SHAPE_CHARACTERS),
    version: number('version'),
    meanLength: number('mean_length'),
  })).map((row, i) => {
    const examples: unknown = answer.rows[i]![place]
    if (!Array.isArray(examples)) throw new ShapeError(`results[${i}].examples`)
    return { ...row, examples: examples.filter((one): one is string => typeof one === 'string') }
  })
}
