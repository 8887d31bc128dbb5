import { AGGREGATES, type Aggregate } from './aggregates.js'
import { checkCall, nameOf } from './arity.js'
import { aggregatesIn, compile, type Evaluate, type Leaf } from './compile.js'
import type { Surroundings } from './functions.js'
import type { Resolved } from './resolve.js'
import { HogQLError, keyOf, type Tree } from './tree.js'
import type { Value } from './values.js'

/** A group: what its rows have in common, and what was gathered of them. */
export interface Group {
  readonly keys: readonly Value[]
  readonly gathered: readonly Aggregate[]
}

/** Gathers rows into groups. */
export interface Grouping<Row> {
  /** @param times how many records it stands for */
  add(row: Row, times: number): void
  groups(): Iterable<Group>
  /** What an expression reads of a group: keys and aggregates, nothing else. */
  readonly leaf: Leaf<Group>
}

export function groupingOf<Row>(query: Resolved, leaf: Leaf<Row>, around: Surroundings): Grouping<Row> {
  const wanted = [
    ...aggregatesIn([query.select.map(({ expr }) => expr), query.having, query.orderBy.map(({ expr }) => expr)]),
  ]
  const plans = wanted.map(([, call]) => planOf(call, leaf, around))
  const keyFunctions = query.groupBy.map((key) => compile(key, leaf, around))
  const keyPlaces = new Map(query.groupBy.map((key, i) => [keyOf(key), i]))
  const places = new Map(wanted.map(([key], i) => [key, i]))
  const found = new Map<string, Group>()
  const groupOf = (keys: readonly Value[]): Group => {
    const id = JSON.stringify(keys)
    let group = found.get(id)
    if (group === undefined) {
      group = { keys, gathered: plans.map(({ make }) => make()) }
      found.set(id, group)
    }
    return group
  }
  // Without keys there is a group even of nothing.
  if (keyFunctions.length === 0) groupOf([])
  return {
    add(row, times) {
      const group = groupOf(keyFunctions.map((key) => key(row)))
      for (let i = 0; i < plans.length; i++) group.gathered[i]!.add(plans[i]!.args(row), times)
    },
    groups: () => found.values(),
    leaf(tree) {
      const key = keyOf(tree)
      const place = keyPlaces.get(key)
      if (place !== undefined) return ({ keys }) => keys[place]!
      const aggregate = places.get(key)
      if (aggregate !== undefined) return ({ gathered }) => gathered[aggregate]!.result()
      if (tree.node !== 'Field') return undefined
      const name = (tree['chain'] as string[]).join('.')
      // A name that is not there at all is found first.
      leaf(tree)
      throw new HogQLError(
        `Column ${name} is not under aggregate function and not in GROUP BY keys`,
        'not_an_aggregate',
      )
    },
  }
}

interface Plan<Row> {
  make(): Aggregate
  args(row: Row): readonly Value[]
}

function planOf<Row>(call: Tree, leaf: Leaf<Row>, around: Surroundings): Plan<Row> {
  checkCall(call)
  const isDistinct = call['distinct'] === true && nameOf(call) === 'count'
  const make = AGGREGATES[isDistinct ? 'uniqExact' : nameOf(call)]
  if (make === undefined)
    throw new HogQLError(`the fake PostHog does not know how ${nameOf(call)} is gathered`, 'unknown_to_fake')
  const constant: Leaf<undefined> = () => undefined
  const params = ((call['params'] ?? []) as readonly Tree[]).map((param) => compile(param, constant, around)(undefined))
  const args: readonly Evaluate<Row>[] = (call['args'] as readonly Tree[]).map((arg) => compile(arg, leaf, around))
  return { make: () => make(params), args: (row) => args.map((arg) => arg(row)) }
}
