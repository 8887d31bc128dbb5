import { aggregatesIn, type Leaf } from './compile.js'
import type { Surroundings } from './functions.js'
import { distinct, grouped, type Line, plain, repeated } from './lines.js'
import { checkParts, countOf, type Resolved, resolve } from './resolve.js'
import type { Source } from './tables.js'
import { type SelectTree, UnknownToFake } from './tree.js'
import { compare, type Value } from './values.js'

export interface Found {
  readonly columns: readonly string[]
  readonly lines: readonly Line[]
  readonly hasMore: boolean
  /** Rows of tables that were looked at, and columns that were read of them: what it costs. */
  readonly scanned: number
  readonly read: ReadonlySet<string>
}

export interface Limits {
  readonly defaultRows: number
  readonly maxRows: number
}

/** Runs a query. @throws HogQLError where PostHog would refuse it */
export function runSelect(
  query: SelectTree,
  sourceOf: (table: readonly string[]) => Source,
  around: Surroundings,
  limits: Limits,
): Found {
  checkParts(query)
  const { source, alias, before } = sourceFrom(query, sourceOf, around)
  const resolved = resolve(query, Object.keys(source.columns))
  const read = new Set<string>(before?.read)
  const leaf = fieldsOf(source, alias, read)
  const { rows, scanned } = isGrouped(resolved)
    ? grouped(resolved, source, leaf, around, read)
    : plain(resolved, source, leaf, around, read)
  const unique = query.distinct === true ? distinct(rows) : rows
  if (resolved.orderBy.length > 0) unique.sort((a, b) => order(a.keys, b.keys, resolved, around))
  const offset = countOf(query.offset, 'OFFSET') ?? 0
  const limit = Math.min(limits.maxRows, countOf(query.limit, 'LIMIT') ?? limits.defaultRows)
  const isWhole = offset === 0 && limit === Number.POSITIVE_INFINITY
  const lines = isWhole ? unique : repeated(unique, offset + limit + 1)
  return {
    columns: resolved.select.map(({ name }) => name),
    lines: lines.slice(offset, offset + limit),
    hasMore: lines.length > offset + limit,
    scanned: before?.scanned ?? scanned,
    read,
  }
}

const isGrouped = ({ select, groupBy, having }: Resolved): boolean =>
  groupBy.length > 0 || having !== undefined || aggregatesIn(select.map(({ expr }) => expr)).size > 0

/** A table, or the rows of a query within. */
function sourceFrom(
  query: SelectTree,
  sourceOf: (table: readonly string[]) => Source,
  around: Surroundings,
): { source: Source; alias: string | undefined; before?: Found } {
  const from = query.select_from
  if (from === null) return { source: { columns: {}, read: () => null, rows: () => [undefined] }, alias: undefined }
  for (const part of ['next_join', 'sample', 'table_final', 'column_aliases'])
    if (from[part] !== null && from[part] !== undefined) throw new UnknownToFake(`${part} in FROM`)
  const alias = typeof from['alias'] === 'string' ? from['alias'] : undefined
  if (from.table.node === 'Field') return { source: sourceOf(from.table['chain'] as string[]), alias }
  if (from.table.node !== 'SelectQuery') throw new UnknownToFake(`${from.table.node} in FROM`)
  const all = { defaultRows: Number.POSITIVE_INFINITY, maxRows: Number.POSITIVE_INFINITY }
  const before = runSelect(from.table as SelectTree, sourceOf, around, all)
  const places = new Map(before.columns.map((name, i) => [name, i]))
  const source: Source<Line> = {
    columns: Object.fromEntries(before.columns.map((name) => [name, 'String'])),
    read: ({ values }, column) => values[places.get(column)!]!,
    rows: () => before.lines,
    timesOf: ({ times }) => times,
  }
  return { source: source as Source, alias, before }
}

/** Fields of a row: a column, a key of a map by a dot; with the table's name or alias before it, or without. */
function fieldsOf(source: Source, alias: string | undefined, read: Set<string>): Leaf<unknown> {
  return (tree) => {
    if (tree.node !== 'Field') return undefined
    const chain = tree['chain'] as readonly string[]
    const [column, key, ...more] = chain[0] === alias && chain.length > 1 ? chain.slice(1) : chain
    if (!Object.hasOwn(source.columns, column!) || more.length > 0) return undefined
    read.add(column!)
    if (key === undefined) return (row) => source.read(row, column!)
    if (source.columns[column!] !== 'Map') return undefined
    return (row) => {
      const found = (source.read(row, column!) as Record<string, Value>)[key]
      return found ?? ''
    }
  }
}

function order(
  a: readonly Value[],
  b: readonly Value[],
  { orderBy }: Resolved,
  { offsetMinutes }: Surroundings,
): number {
  for (let i = 0; i < orderBy.length; i++) {
    const sign = compare(a[i]!, b[i]!, offsetMinutes) ?? 0
    if (sign !== 0) return orderBy[i]!.descending ? -sign : sign
  }
  return 0
}
