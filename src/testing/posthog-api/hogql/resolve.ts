import { HogQLError, type SelectTree, type Tree, UnknownToFake } from './tree.js'

/** A query with names looked up: what aliases stand for is in their place. */
export interface Resolved {
  readonly select: readonly { readonly name: string; readonly expr: Tree }[]
  readonly where: Tree | undefined
  readonly groupBy: readonly Tree[]
  readonly having: Tree | undefined
  readonly orderBy: readonly { readonly expr: Tree; readonly descending: boolean }[]
}

const isTree = (part: unknown): part is Tree => typeof part === 'object' && part !== null && 'node' in part

/** Parts of a query that PostHog has and the fake has not. */
const UNKNOWN_PARTS = [
  'ctes',
  'qualify',
  'limit_by',
  'array_join_list',
  'window_exprs',
  'limit_with_ties',
  'limit_percent',
]

/** @throws UnknownToFake for a part that the fake does not run */
export function checkParts(query: SelectTree): void {
  for (const part of UNKNOWN_PARTS)
    if (query[part] !== null && query[part] !== undefined) throw new UnknownToFake(`${part} in a query`)
}

/** @param names columns of the table, for `*` */
export function resolve(query: SelectTree, names: readonly string[]): Resolved {
  const aliases = new Map<string, Tree>()
  for (const item of query.select) if (item.node === 'Alias') aliases.set(String(item['alias']), item['expr'] as Tree)
  const inPlace = (tree: Tree): Tree => substituted(tree, aliases, new Set()) as Tree
  const select = query.select.flatMap((item) => {
    if (item.node === 'Field' && (item['chain'] as string[])[0] === '*')
      return names
        .filter((name) => !name.startsWith('_'))
        .map((name) => ({ name, expr: { node: 'Field', chain: [name] } }))
    return [{ name: nameOfColumn(item), expr: inPlace(item) }]
  })
  const conditions = [query.where, query.prewhere].filter((tree) => tree !== null && tree !== undefined).map(inPlace)
  return {
    select,
    where: conditions.length === 0 ? undefined : { node: 'And', exprs: conditions.flatMap(conjuncts) },
    groupBy: (query.group_by ?? []).map(inPlace),
    having: query.having ? inPlace(query.having) : undefined,
    orderBy: (query.order_by ?? []).map(({ expr, order }) => ({ expr: inPlace(expr), descending: order === 'DESC' })),
  }
}

const conjuncts = (tree: Tree): readonly Tree[] =>
  tree.node === 'And' ? (tree['exprs'] as readonly Tree[]).flatMap(conjuncts) : [tree]

/** An alias that stands for something with its own name in it, such as a column, ends there. */
function substituted(part: unknown, aliases: ReadonlyMap<string, Tree>, within: ReadonlySet<string>): unknown {
  if (Array.isArray(part)) return part.map((item) => substituted(item, aliases, within))
  if (!isTree(part)) return part
  if (part.node === 'Alias') return substituted(part['expr'], aliases, new Set([...within, String(part['alias'])]))
  if (part.node === 'Field') {
    const [name, ...rest] = part['chain'] as string[]
    const meant = rest.length === 0 && !within.has(name!) ? aliases.get(name!) : undefined
    return meant === undefined ? part : substituted(meant, aliases, new Set([...within, name!]))
  }
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, substituted(value, aliases, within)]))
}

function nameOfColumn(tree: Tree): string {
  if (tree.node === 'Alias') return String(tree['alias'])
  if (tree.node === 'Field') return String((tree['chain'] as string[]).at(-1))
  return printed(tree)
}

/** As PostHog names what has no name. */
function printed(tree: Tree): string {
  const list = (part: unknown) => (part as readonly Tree[]).map(printed).join(', ')
  switch (tree.node) {
    case 'Call': {
      const params = tree['params'] === null || tree['params'] === undefined ? '' : `(${list(tree['params'])})`
      return `${String(tree['name'])}${params}(${list(tree['args'])})`
    }
    case 'Constant':
      return typeof tree['value'] === 'string' ? `'${tree['value']}'` : String(tree['value'])
    case 'Field':
      return (tree['chain'] as string[]).join('.')
    default:
      return tree.node.toLowerCase()
  }
}

/** Returns a number of the query's end. @throws HogQLError if it is none */
export function countOf(tree: Tree | null | undefined, what: string): number | undefined {
  if (tree === null || tree === undefined) return undefined
  const value = tree.node === 'Constant' ? tree['value'] : undefined
  if (typeof value !== 'number' || value < 0) throw new HogQLError(`${what} must be a number`)
  return value
}
