import { aggregatesIn, compile, type Evaluate, type Leaf } from './compile.js'
import type { Surroundings } from './functions.js'
import { groupingOf } from './groups.js'
import { checkParts, countOf, type Resolved, resolve } from './resolve.js'
import type { Table } from './tables.js'
import { type SelectTree, type Tree, UnknownToFake } from './tree.js'
import { compare, isTrue, type Value } from './values.js'

/** Where rows come from. */
export interface Source<Row = unknown> extends Table<Row> {
  /** Rows that a condition on their time may hold for. */
  rows(where: Tree | undefined): Iterable<Row>
}

export interface Found {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Value[])[]
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
    ? grouped(resolved, source, leaf, around)
    : plain(resolved, source, leaf, around)
  const unique =
    query.distinct === true ? [...new Map(rows.map((row) => [JSON.stringify(row.values), row])).values()] : rows
  if (resolved.orderBy.length > 0) unique.sort((a, b) => order(a.keys, b.keys, resolved, around))
  const offset = countOf(query.offset, 'OFFSET') ?? 0
  const limit = Math.min(limits.maxRows, countOf(query.limit, 'LIMIT') ?? limits.defaultRows)
  return {
    columns: resolved.select.map(({ name }) => name),
    rows: unique.slice(offset, offset + limit).map(({ values }) => values),
    hasMore: unique.length > offset + limit,
    scanned: before?.scanned ?? scanned,
    read,
  }
}

interface Line {
  readonly values: readonly Value[]
  readonly keys: readonly Value[]
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
  const source: Source<readonly Value[]> = {
    columns: Object.fromEntries(before.columns.map((name) => [name, 'String'])),
    read: (row, column) => row[places.get(column)!]!,
    rows: () => before.rows,
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

function* matching(
  query: Resolved,
  source: Source,
  leaf: Leaf<unknown>,
  around: Surroundings,
  count: () => void,
): Generator<unknown> {
  const holds = query.where === undefined ? undefined : compile(query.where, leaf, around)
  for (const row of source.rows(query.where)) {
    count()
    if (holds === undefined || isTrue(holds(row))) yield row
  }
}

function plain(
  query: Resolved,
  source: Source,
  leaf: Leaf<unknown>,
  around: Surroundings,
): { rows: Line[]; scanned: number } {
  const select = query.select.map(({ expr }) => compile(expr, leaf, around))
  const orderBy = query.orderBy.map(({ expr }) => compile(expr, leaf, around))
  const rows: Line[] = []
  let scanned = 0
  for (const row of matching(query, source, leaf, around, () => scanned++)) rows.push(lineOf(row, select, orderBy))
  return { rows, scanned }
}

function grouped(
  query: Resolved,
  source: Source,
  leaf: Leaf<unknown>,
  around: Surroundings,
): { rows: Line[]; scanned: number } {
  const grouping = groupingOf(query, leaf, around)
  const select = query.select.map(({ expr }) => compile(expr, grouping.leaf, around))
  const orderBy = query.orderBy.map(({ expr }) => compile(expr, grouping.leaf, around))
  const having = query.having === undefined ? undefined : compile(query.having, grouping.leaf, around)
  let scanned = 0
  for (const row of matching(query, source, leaf, around, () => scanned++)) grouping.add(row)
  const rows: Line[] = []
  for (const group of grouping.groups())
    if (having === undefined || isTrue(having(group))) rows.push(lineOf(group, select, orderBy))
  return { rows, scanned }
}

const lineOf = <On>(on: On, select: readonly Evaluate<On>[], orderBy: readonly Evaluate<On>[]): Line => ({
  values: select.map((one) => one(on)),
  keys: orderBy.map((one) => one(on)),
})

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

/** Returns the bounds that a condition sets on a column of moments, in microseconds; `to` is exclusive. */
export function timeBounds(
  where: Tree | undefined,
  column: string,
  around: Surroundings,
): { from: number; to: number } {
  let from = Number.NEGATIVE_INFINITY
  let to = Number.POSITIVE_INFINITY
  for (const part of (where?.['exprs'] ?? []) as readonly Tree[]) {
    const left = part['left'] as Tree | undefined
    if (part.node !== 'CompareOperation' || left?.node !== 'Field' || (left['chain'] as string[]).at(-1) !== column)
      continue
    const bound = constantMicros(part['right'] as Tree, around)
    if (bound === undefined) continue
    if (part['op'] === '>=' || part['op'] === '>') from = Math.max(from, bound)
    if (part['op'] === '<' || part['op'] === '<=') to = Math.min(to, bound + (part['op'] === '<=' ? 1 : 0))
  }
  return { from, to }
}

function constantMicros(tree: Tree, around: Surroundings): number | undefined {
  try {
    const value = compile<undefined>(tree, () => undefined, around)(undefined)
    return typeof value === 'object' && value !== null && 'micros' in value ? Number(value.micros) : undefined
  } catch {
    return undefined
  }
}
