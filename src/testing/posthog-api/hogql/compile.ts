import { checkCall, isAggregate, nameOf } from './arity.js'
import { FUNCTIONS, type Surroundings } from './functions.js'
import { likeRegExp, re2 } from './regexp.js'
import { HogQLError, keyOf, type Tree, UnknownToFake } from './tree.js'
import { compare, Interval, isTrue, Moment, type Value } from './values.js'

/** Evaluates an expression for a row or a group. */
export type Evaluate<On> = (on: On) => Value
/** What stands at the ends of an expression: fields of a row, keys and aggregates of a group. */
export type Leaf<On> = (tree: Tree) => Evaluate<On> | undefined

/** Makes a function of an expression. @throws HogQLError if PostHog would refuse it */
export function compile<On>(tree: Tree, leaf: Leaf<On>, around: Surroundings): Evaluate<On> {
  const make = (part: Tree): Evaluate<On> => compile(part, leaf, around)
  const special = leaf(tree)
  if (special !== undefined) return special
  const { node } = tree
  const part = (name: string) => tree[name] as Tree
  const parts = (name: string) => tree[name] as readonly Tree[]
  switch (node) {
    case 'Constant': {
      const value = tree['value'] as Value
      return () => value
    }
    case 'Alias':
      return make(part('expr'))
    case 'And': {
      const all = parts('exprs').map(make)
      return (on) => all.every((one) => isTrue(one(on)))
    }
    case 'Or': {
      const all = parts('exprs').map(make)
      return (on) => all.some((one) => isTrue(one(on)))
    }
    case 'Not': {
      const one = make(part('expr'))
      return (on) => !isTrue(one(on))
    }
    case 'Tuple':
    case 'Array': {
      const all = parts('exprs').map(make)
      return (on) => all.map((one) => one(on))
    }
    case 'TupleAccess': {
      const tuple = make(part('tuple'))
      return (on) => (tuple(on) as readonly Value[])[Number(tree['index']) - 1] ?? null
    }
    case 'ArrayAccess':
      return arrayAccess(make(part('array')), make(part('property')))
    case 'BetweenExpr': {
      const [value, low, high] = [make(part('expr')), make(part('low')), make(part('high'))]
      return (on) => {
        const [from, to] = [
          compare(value(on), low(on), around.offsetMinutes),
          compare(value(on), high(on), around.offsetMinutes),
        ]
        return (from !== undefined && from >= 0 && to !== undefined && to <= 0) !== (tree['negated'] === true)
      }
    }
    case 'ArithmeticOperation':
      return arithmetic(String(tree['op']), make(part('left')), make(part('right')))
    case 'CompareOperation':
      return comparison(tree, make, around)
    case 'Call':
      return call(tree, make, around)
    case 'Field':
      throw new HogQLError(`Unable to resolve field: ${(tree['chain'] as string[]).join('.')}`)
    default:
      throw new UnknownToFake(`${node} of HogQL`)
  }
}

function arrayAccess<On>(array: Evaluate<On>, property: Evaluate<On>): Evaluate<On> {
  return (on) => {
    const from = array(on)
    const at = property(on)
    if (Array.isArray(from)) return (from as readonly Value[])[Number(at) - 1] ?? null
    // A key that a map has not is the empty text.
    if (typeof from !== 'object' || from === null || from instanceof Moment) return null
    const found = (from as Record<string, unknown>)[String(at)]
    return found === undefined || found === null ? '' : (found as Value)
  }
}

function arithmetic<On>(op: string, left: Evaluate<On>, right: Evaluate<On>): Evaluate<On> {
  const work: Record<string, (a: number, b: number) => number> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '%': (a, b) => a % b,
  }
  const act = work[op]
  if (act === undefined) throw new UnknownToFake(`the operator ${op}`)
  return (on) => {
    const [a, b] = [left(on), right(on)]
    if (a === null || b === null) return null
    if (a instanceof Moment && b instanceof Interval) return new Moment(act(a.micros, b.micros), a.offsetMinutes)
    return act(Number(a), Number(b))
  }
}

function comparison<On>(tree: Tree, make: (part: Tree) => Evaluate<On>, { offsetMinutes }: Surroundings): Evaluate<On> {
  const op = String(tree['op'])
  const [left, right] = [make(tree['left'] as Tree), make(tree['right'] as Tree)]
  const by =
    (holds: (sign: number) => boolean): Evaluate<On> =>
    (on) => {
      const sign = compare(left(on), right(on), offsetMinutes)
      return sign !== undefined && holds(sign)
    }
  if (tree['is_null_comparison_style'] === true) return (on) => (left(on) === null) === (op === '==')
  switch (op) {
    case '==':
      return by((sign) => sign === 0)
    case '!=':
      return by((sign) => sign !== 0)
    case '<':
      return by((sign) => sign < 0)
    case '<=':
      return by((sign) => sign <= 0)
    case '>':
      return by((sign) => sign > 0)
    case '>=':
      return by((sign) => sign >= 0)
    case 'in':
    case 'not in':
      return membership(tree['right'] as Tree, left, right, op === 'in')
    case 'like':
    case 'ilike':
    case 'not like':
    case 'not ilike':
      return (on) => likeRegExp(String(right(on)), op.includes('ilike')).test(String(left(on))) !== op.startsWith('not')
    case '=~':
    case '!~':
      return (on) => (String(left(on)).search(re2(String(right(on)))) !== -1) === (op === '=~')
    default:
      throw new UnknownToFake(`the comparison ${op}`)
  }
}

/** Lists of constants are looked up, however long. */
function membership<On>(list: Tree, left: Evaluate<On>, right: Evaluate<On>, wanted: boolean): Evaluate<On> {
  const keyed = (value: Value) => JSON.stringify(value)
  // One in brackets is the one.
  const isOne = list.node === 'Constant'
  if (!isOne && list.node !== 'Tuple' && list.node !== 'Array') throw new UnknownToFake(`IN ${list.node}`)
  let known: Set<string> | undefined
  return (on) => {
    known ??= new Set((isOne ? [right(on)] : (right(on) as readonly Value[])).map(keyed))
    return known.has(keyed(left(on))) === wanted
  }
}

function call<On>(tree: Tree, make: (part: Tree) => Evaluate<On>, around: Surroundings): Evaluate<On> {
  checkCall(tree)
  if (isAggregate(tree))
    throw new HogQLError(
      `Aggregation '${nameOf(tree)}' cannot be nested inside another aggregation or WHERE`,
      'illegal_aggregation',
    )
  const work = FUNCTIONS[nameOf(tree)]
  if (work === undefined) throw new UnknownToFake(`how ${nameOf(tree)} is evaluated`)
  const args = (tree['args'] as readonly Tree[]).map(make)
  return (on) =>
    work(
      args.map((arg) => arg(on)),
      around,
    )
}

/** Returns the aggregates in an expression, none twice. */
export function aggregatesIn(tree: unknown, found = new Map<string, Tree>()): Map<string, Tree> {
  if (Array.isArray(tree)) for (const item of tree) aggregatesIn(item, found)
  else if (typeof tree === 'object' && tree !== null) {
    const node = tree as Tree
    if (isAggregate(node)) found.set(keyOf(node), node)
    else for (const value of Object.values(node)) aggregatesIn(value, found)
  }
  return found
}
