import { compile, type Evaluate, type Leaf } from './compile.js'
import type { Surroundings } from './functions.js'
import { groupingOf } from './groups.js'
import type { Resolved } from './resolve.js'
import type { Source } from './tables.js'
import { isTrue, type Value } from './values.js'

/** A row of an answer. */
export interface Line {
  readonly values: readonly Value[]
  readonly keys: readonly Value[]
  /** Of a query within: how many records it stands for. */
  readonly times: number
}

export const distinct = (lines: readonly Line[]): Line[] => [
  ...new Map(lines.map((line) => [JSON.stringify(line.values), { ...line, times: 1 }])).values(),
]

/** Each record is a row of its own, as far as they are asked for. */
export function repeated(lines: readonly Line[], most: number): Line[] {
  const all: Line[] = []
  for (const line of lines) for (let i = 0; i < line.times && all.length < most; i++) all.push({ ...line, times: 1 })
  return all
}

function* matching(
  query: Resolved,
  source: Source,
  leaf: Leaf<unknown>,
  around: Surroundings,
  read: ReadonlySet<string>,
  count: (times: number) => void,
): Generator<readonly [row: unknown, times: number]> {
  const holds = query.where === undefined ? undefined : compile(query.where, leaf, around)
  for (const row of source.rows(query.where, read)) {
    const times = source.timesOf?.(row) ?? 1
    count(times)
    if (holds === undefined || isTrue(holds(row))) yield [row, times]
  }
}

export function plain(
  query: Resolved,
  source: Source,
  leaf: Leaf<unknown>,
  around: Surroundings,
  read: ReadonlySet<string>,
): { rows: Line[]; scanned: number } {
  const select = query.select.map(({ expr }) => compile(expr, leaf, around))
  const orderBy = query.orderBy.map(({ expr }) => compile(expr, leaf, around))
  const rows: Line[] = []
  let scanned = 0
  const count = (times: number) => {
    scanned += times
  }
  for (const [row, times] of matching(query, source, leaf, around, read, count))
    rows.push(lineOf(row, select, orderBy, times))
  return { rows, scanned }
}

export function grouped(
  query: Resolved,
  source: Source,
  leaf: Leaf<unknown>,
  around: Surroundings,
  read: ReadonlySet<string>,
): { rows: Line[]; scanned: number } {
  const grouping = groupingOf(query, leaf, around)
  const select = query.select.map(({ expr }) => compile(expr, grouping.leaf, around))
  const orderBy = query.orderBy.map(({ expr }) => compile(expr, grouping.leaf, around))
  const having = query.having === undefined ? undefined : compile(query.having, grouping.leaf, around)
  let scanned = 0
  const count = (times: number) => {
    scanned += times
  }
  for (const [row, times] of matching(query, source, leaf, around, read, count)) grouping.add(row, times)
  const rows: Line[] = []
  for (const group of grouping.groups())
    if (having === undefined || isTrue(having(group))) rows.push(lineOf(group, select, orderBy, 1))
  return { rows, scanned }
}

const lineOf = <On>(
  on: On,
  select: readonly Evaluate<On>[],
  orderBy: readonly Evaluate<On>[],
  times: number,
): Line => ({
  times,
  values: select.map((one) => one(on)),
  keys: orderBy.map((one) => one(on)),
})
