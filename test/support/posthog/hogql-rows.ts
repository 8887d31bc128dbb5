import createHogQLParser from '@posthog/hogql-parser'

/** A row of a table: values by column. */
export type Row = Readonly<Record<string, unknown>>
interface Node {
  readonly node: string
  readonly [name: string]: unknown
}
type Evaluate = (row: Row) => unknown
type Aggregate = (rows: readonly Row[]) => unknown

const parser = await createHogQLParser()
const MAX_ROWS = 50_000

/** 64-bit FNV-1a: any hash that spreads will do for parts and draws. */
export function hash64(text: string): bigint {
  let hash = 0xcbf29ce484222325n
  for (let i = 0; i < text.length; i++)
    hash = ((hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n) & 0xffffffffffffffffn
  return hash ^ (hash >> 29n)
}

const bytesOf = (text: string): number => Buffer.byteLength(text)
const text = (value: unknown) => String(value ?? '')
const patterns = new Map<string, RegExp>()
function regexOf(pattern: string, flags: string): RegExp {
  const known = patterns.get(flags + pattern)
  if (known !== undefined) return known
  const [, mode = '', plain = ''] = /^(?:\(\?([is])\))?([\s\S]*)$/.exec(pattern)!
  const made = new RegExp(plain, flags + mode)
  patterns.set(flags + pattern, made)
  return made
}

function fieldsOf(json: string): Record<string, unknown> {
  if (!json.trimStart().startsWith('{')) return {}
  try {
    return JSON.parse(json) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** What the queries of the history use, and nothing else. */
const FUNCTIONS: Readonly<Record<string, (...args: never[]) => unknown>> = {
  intDiv: (a: number, b: number) => Math.trunc(a / b),
  toUnixTimestamp: (date: Date) => Math.floor(date.getTime() / 1_000),
  toDateTime64: (of: string) => new Date(`${of.slice(0, 23).replace(' ', 'T')}Z`),
  if: (condition: unknown, yes: unknown, no: unknown) => (condition ? yes : no),
  multiIf: (...args: unknown[]) => {
    for (let i = 0; i + 1 < args.length; i += 2) if (args[i]) return args[i + 1]
    return args.at(-1)
  },
  concat: (...args: unknown[]) => args.map(text).join(''),
  toFloat: (of: string) => (/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(of) ? Number(of) : null),
  match: (of: string, pattern: string) => regexOf(pattern, '').test(text(of)),
  extract: (of: string, pattern: string) => {
    const found = regexOf(pattern, '').exec(text(of))
    return found?.[1] ?? found?.[0] ?? ''
  },
  startsWith: (of: string, start: string) => text(of).startsWith(start),
  JSONExtractString: (of: string, key: string) => {
    const value = fieldsOf(of)[key]
    return typeof value === 'string' ? value : ''
  },
  length: (of: string) => bytesOf(text(of)),
  substring: (of: string, from: number, many: number) => text(of).slice(from - 1, from - 1 + many),
  replaceRegexpAll: (of: string, pattern: string, by: string) => text(of).replace(regexOf(pattern, 'g'), by),
  cityHash64: (of: unknown) => hash64(text(of)),
}

const AGGREGATES: Readonly<Record<string, (params: readonly number[], args: readonly Evaluate[]) => Aggregate>> = {
  count: () => (rows) => rows.length,
  countIf:
    (_, [of]) =>
    (rows) =>
      rows.filter((row) => of!(row)).length,
  sum:
    (_, [of]) =>
    (rows) =>
      rows.reduce((sum, row) => sum + Number(of!(row) ?? 0), 0),
  avg:
    (_, [of]) =>
    (rows) =>
      rows.reduce((sum, row) => sum + Number(of!(row)), 0) / rows.length,
  uniq:
    (_, [of]) =>
    (rows) =>
      new Set(rows.map((row) => text(of!(row)))).size,
  groupArraySample:
    ([size, seed], [of]) =>
    (rows) =>
      rows
        .map((row) => [hash64(`${seed} ${text(row['uuid'])}`), row] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, size)
        .map(([, row]) => of!(row)),
}

const MOMENT = /(?<=toDateTime64\(')[^']*(?=', 6, 'UTC'\))/g
const PARTS = /(?<=% |% \d+ = )\d+/g
const LIMIT = /(?<= LIMIT )\d+$/
const ANY_LIMIT = '910000'
const NAMES = /(?<= service_name IN )\(('[^()]*', '[^()]*')\)/g
const LIST = /(?<= IN )\((\(.*\))\)(?= GROUP BY)/
const LITERAL = /'((?:[^'\\]|\\.)*)'|(\d+)|([()])/g
const skeletons = new Map<string, string>()

/**
 * Parsing takes the WebAssembly of the parser long: queries that differ in moments, numbers of parts, lists of services and shapes
 * and their limit alone are parsed once.
 */
function parse(query: string): Record<string, unknown> {
  const [moments, parts]: [string[], string[]] = [[], []]
  const names: string[][] = []
  let list: unknown
  let limit = ANY_LIMIT
  const skeleton = query
    .replace(LIST, (_, inner: string) => {
      list = tuplesOf(inner)
      return "('@list@')"
    })
    .replace(NAMES, (_, inner: string) => `('@names${names.push(namesOf(inner)) - 1}@')`)
    .replace(MOMENT, (moment) => `@${moments.push(moment) - 1}@`)
    .replace(PARTS, (part) => String(900_000 + parts.push(part) - 1))
    .replace(LIMIT, (many) => {
      limit = many
      return ANY_LIMIT
    })
  const known = skeletons.get(skeleton) ?? parser.parseSelect(skeleton, true)
  skeletons.set(skeleton, known)
  const text = known
    .replace(/@(\d+)@/g, (_, at: string) => moments[Number(at)]!)
    .replace(/\b9000(\d\d)\b/g, (_, at: string) => parts[Number(at)]!)
    .replace(ANY_LIMIT, limit)
    .replace(/"@names(\d+)@"/g, (_, at: string) => JSON.stringify(names[Number(at)]))
    .replace('"@list@"', () => JSON.stringify(list))
  const parsed = JSON.parse(text) as Record<string, unknown>
  if ('error' in parsed) throw new Error(`HogQL does not parse: ${query}: ${known}`)
  return parsed
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
}

const unescaped = (quoted: string): string => quoted.replace(/\\(.)/g, (_, of: string) => ESCAPES[of] ?? of)

const namesOf = (text: string): string[] => [...text.matchAll(LITERAL)].map(([, quoted]) => unescaped(quoted!))

function tuplesOf(text: string): unknown[][] {
  const tuples: unknown[][] = []
  for (const [, quoted, number, bracket] of text.matchAll(LITERAL)) {
    if (bracket === '(') tuples.push([])
    else if (bracket === undefined) tuples.at(-1)!.push(number === undefined ? unescaped(quoted!) : Number(number))
  }
  return tuples
}

export interface Selected {
  readonly columns: string[]
  readonly rows: unknown[][]
  readonly hasMore: boolean
}

/** What HogQL answers of rows that are in memory. @throws Error for what it does not know */
export const selectFrom = (rows: readonly Row[], query: string): Selected => select(rows, parse(query), 100)

/** @param most rows, where the query does not say how many */
function select(table: readonly Row[], parsed: Readonly<Record<string, unknown>>, most: number): Selected {
  const from = (parsed['select_from'] as { table: Node }).table
  const rows = from.node === 'SelectQuery' ? rowsWithin(table, from) : table
  const wanted = (parsed['select'] as readonly Node[]).map((one, i) =>
    one.node === 'Alias' ? { name: String(one['alias']), of: one['expr'] as Node } : { name: nameOf(one, i), of: one },
  )
  const aliases = new Map(wanted.map(({ name, of }) => [name, of]))
  const keys = ((parsed['group_by'] ?? []) as readonly Node[]).map((key) => evaluator(aliasedBy(key, aliases)))
  const where = (parsed['where'] ?? null) === null ? () => true : evaluator(parsed['where'] as Node)
  const isGrouped = keys.length > 0
  const groups = new Map<string, Row[]>()
  for (const [i, row] of rows.entries()) {
    if (!where(row)) continue
    const key = isGrouped ? JSON.stringify(keys.map((of) => of(row))) : String(i)
    const own = groups.get(key)
    if (own === undefined) groups.set(key, [row])
    else own.push(row)
  }
  const columns = wanted.map(({ name }) => name)
  const values = wanted.map(({ of }) => aggregateOf(of))
  const made = [...groups.values()].map((own) => values.map((value) => value(own)))
  for (const order of ((parsed['order_by'] ?? []) as readonly Node[]).toReversed()) {
    const at = columns.indexOf(nameOf(order['expr'] as Node, -1))
    if (at < 0) throw new Error('ordered by what is not selected')
    const sign = order['order'] === 'DESC' ? -1 : 1
    made.sort((a, b) => sign * (a[at]! < b[at]! ? -1 : a[at]! > b[at]! ? 1 : 0))
  }
  const limit =
    (parsed['limit'] ?? null) === null ? most : Math.min(MAX_ROWS, Number((parsed['limit'] as Node)['value']))
  return { columns, rows: made.slice(0, limit), hasMore: made.length > limit }
}

function rowsWithin(table: readonly Row[], query: Node): Row[] {
  const { columns, rows } = select(table, query, Number.POSITIVE_INFINITY)
  return rows.map((row, n) => ({
    uuid: `within ${n}`,
    ...Object.fromEntries(columns.map((name, i) => [name, row[i]])),
  }))
}

const nameOf = (node: Node, i: number): string =>
  node.node === 'Field' ? (node['chain'] as readonly string[]).join('.') : `column_${i}`

const aliasedBy = (node: Node, aliases: ReadonlyMap<string, Node>): Node => aliases.get(nameOf(node, -1)) ?? node

function aggregateOf(node: Node): Aggregate {
  const make = node.node === 'Call' ? AGGREGATES[String(node['name'])] : undefined
  if (make === undefined) {
    const of = evaluator(node)
    return (rows) => of(rows[0]!)
  }
  const params = ((node['params'] ?? []) as readonly Node[]).map((one) => Number(one['value']))
  return make(
    params,
    (node['args'] as readonly Node[]).map((arg) => evaluator(arg)),
  )
}

function evaluator(node: Node): Evaluate {
  const of = (name: string) => evaluator(node[name] as Node)
  const all = (name: string) => (node[name] as readonly Node[]).map((one) => evaluator(one))
  switch (node.node) {
    case 'Constant':
      return () => node['value']
    case 'Field': {
      const [name] = node['chain'] as [string]
      return (row) => {
        if (!(name in row)) throw new Error(`there is no column ${name}`)
        return row[name]
      }
    }
    case 'ArrayAccess': {
      const [array, key] = [of('array'), of('property')]
      return (row) => (array(row) as Record<string, unknown>)[String(key(row))] ?? ''
    }
    case 'And': {
      const exprs = all('exprs')
      return (row) => exprs.every((one) => one(row))
    }
    case 'Or': {
      const exprs = all('exprs')
      return (row) => exprs.some((one) => one(row))
    }
    case 'Not': {
      const expr = of('expr')
      return (row) => !expr(row)
    }
    case 'Tuple': {
      const exprs = all('exprs')
      return (row) => exprs.map((one) => one(row))
    }
    case 'ArithmeticOperation': {
      const [left, right] = [of('left'), of('right')]
      return (row) => arithmetic(String(node['op']), left(row), right(row))
    }
    case 'CompareOperation': {
      const [left, right] = [of('left'), of('right')]
      return comparison(String(node['op']), left, right)
    }
    case 'Call': {
      const called = FUNCTIONS[String(node['name'])]
      if (called === undefined) throw new Error(`there is no function ${node['name']}`)
      const args = all('args')
      return (row) => called(...(args.map((arg) => arg(row)) as never[]))
    }
    default:
      throw new Error(`there is no ${node.node}`)
  }
}

function arithmetic(op: string, left: unknown, right: unknown): unknown {
  if (op === '*') return Number(left) * Number(right)
  if (op === '%') return Number(BigInt(left as bigint) % BigInt(right as number))
  throw new Error(`there is no ${op}`)
}

function comparison(op: string, left: Evaluate, right: Evaluate): Evaluate {
  if (op === 'in') {
    let known: ReadonlySet<string> | undefined
    return (row) => {
      const value = left(row)
      known ??= new Set(listOf(value, right(row)).map((one) => JSON.stringify(one)))
      return known.has(JSON.stringify(value))
    }
  }
  const numberOf = (value: unknown) => (value instanceof Date ? value.getTime() : value) as number
  const by: Readonly<Record<string, (a: number, b: number) => boolean>> = {
    '==': (a, b) => a === b,
    '!=': (a, b) => a !== b,
    '>=': (a, b) => a >= b,
    '<': (a, b) => a < b,
  }
  const compare = by[op]
  if (compare === undefined) throw new Error(`there is no ${op}`)
  return (row) => compare(numberOf(left(row)), numberOf(right(row)))
}

/** A list of one is no list to the parser. */
function listOf(value: unknown, list: unknown): unknown[] {
  if (!Array.isArray(list)) return [list]
  return Array.isArray(value) && !Array.isArray(list[0]) ? [list] : list
}
