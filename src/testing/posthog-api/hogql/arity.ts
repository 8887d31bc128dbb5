import { HogQLError, type Tree, UnknownToFake } from './tree.js'

/** How many arguments a function of HogQL takes, and how many parameters (the first brackets of two). */
export interface Arity {
  readonly args: readonly [min: number, max: number]
  readonly params: readonly [min: number, max: number]
  readonly aggregate: boolean
}

const MANY = Number.POSITIVE_INFINITY

/** By name: `min max`, `min` for exactly so many, `+` for any number. Names in lower case may be written in any. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  if: '3',
  multiIf: '3 +',
  and: '2 +',
  or: '2 +',
  not: '1',
  equals: '2',
  notEquals: '2',
  less: '2',
  greater: '2',
  plus: '2',
  minus: '2',
  multiply: '2',
  divide: '2',
  intDiv: '2',
  modulo: '2',
  abs: '1',
  round: '1 2',
  floor: '1 2',
  ceil: '1 2',
  sqrt: '1',
  log: '1',
  greatest: '2',
  least: '2',
  toString: '1 2',
  toInt: '1',
  toFloat: '1',
  toBool: '1',
  toUUID: '1',
  cityHash64: '1',
  toDate: '1',
  toDateTime: '1 2',
  toDateTime64: '1 3',
  toTimeZone: '1 2',
  now: '0 1',
  toStartOfMinute: '1',
  toStartOfFiveMinutes: '1',
  toStartOfFifteenMinutes: '1',
  toStartOfHour: '1',
  toStartOfDay: '1 2',
  toStartOfMonth: '1',
  toUnixTimestamp: '1 2',
  toUnixTimestamp64Milli: '1',
  toIntervalSecond: '1',
  toIntervalMinute: '1',
  toIntervalHour: '1',
  toIntervalDay: '1',
  toIntervalWeek: '1',
  substring: '3',
  substringUTF8: '3',
  left: '2',
  length: '1',
  lengthUTF8: '1',
  lower: '1',
  upper: '1',
  concat: '2 +',
  position: '2 3',
  startsWith: '2',
  endsWith: '2',
  like: '2',
  ilike: '2',
  match: '2',
  extract: '2',
  empty: '1',
  notEmpty: '1',
  replaceAll: '3',
  replaceOne: '3',
  replaceRegexpAll: '3',
  replaceRegexpOne: '3',
  trim: '1 2',
  splitByChar: '2 3',
  coalesce: '1 +',
  ifnull: '2',
  ifNull: '2',
  nullif: '2',
  isnull: '1',
  isNull: '1',
  isNotNull: '1',
  assumeNotNull: '1',
  JSONExtractString: '1 +',
  JSONExtractRaw: '1 +',
  JSONExtractFloat: '1 +',
  JSONExtractInt: '1 +',
  JSONHas: '1 +',
  isValidJSON: '1',
  tuple: '0 +',
  array: '0 +',
  arrayElement: '2',
  has: '2',
  arrayStringConcat: '1 2',
  toJSONString: '1',
  in: '2',
}

/** The same for aggregates; behind `/` the parameters. */
const AGGREGATES: Readonly<Record<string, string>> = {
  count: '0 1',
  countIf: '1 2',
  sum: '1',
  sumIf: '2',
  min: '1',
  minIf: '2',
  max: '1',
  maxIf: '2',
  avg: '1',
  avgIf: '2',
  any: '1',
  anyIf: '2',
  anyLast: '1',
  argMin: '2',
  argMax: '2',
  uniq: '1 +',
  uniqIf: '2 +',
  uniqExact: '1 +',
  countDistinct: '1',
  groupArray: '1',
  groupArrayIf: '2',
  groupUniqArray: '1',
  groupUniqArrayIf: '2',
  groupArraySample: '1 / 1 2',
  groupArraySampleIf: '2 / 1 2',
  topK: '1 / 1',
  quantile: '1 / 0 1',
  median: '1',
}

const ANY_CASE = new Set([
  'if',
  'count',
  'min',
  'max',
  'sum',
  'avg',
  'lower',
  'upper',
  'concat',
  'substring',
  'position',
  'coalesce',
  'ifnull',
  'nullif',
  'isnull',
  'now',
  'trim',
  'extract',
  'and',
  'or',
  'not',
  'length',
  'floor',
  'ceil',
  'round',
  'abs',
  'greatest',
  'least',
])

const rangeOf = (text: string): readonly [number, number] => {
  const [min = '0', max = min] = text.trim().split(/\s+/)
  return [Number(min), max === '+' ? MANY : Number(max)]
}

const KNOWN = new Map<string, Arity>()
for (const [name, args] of Object.entries(FUNCTIONS))
  KNOWN.set(name, { args: rangeOf(args), params: [0, 0], aggregate: false })
for (const [name, text] of Object.entries(AGGREGATES)) {
  const [args = '', params = '0'] = text.split('/')
  KNOWN.set(name, { args: rangeOf(args), params: rangeOf(params), aggregate: true })
}

/** Returns the name that a function goes by in the tables; HogQL takes some in any case. */
export const nameOf = (call: Tree): string => {
  const name = String(call['name'])
  return ANY_CASE.has(name.toLowerCase()) ? name.toLowerCase() : name
}

export const isAggregate = (tree: Tree): boolean => tree.node === 'Call' && KNOWN.get(nameOf(tree))?.aggregate === true

/** @throws HogQLError in PostHog's words if a call has too few or too many */
export function checkCall(call: Tree): void {
  const name = nameOf(call)
  const arity = KNOWN.get(name)
  if (arity === undefined) throw new UnknownToFake(`the function ${name}: whether HogQL does is not known either`)
  const term = arity.aggregate ? 'Aggregation' : 'Function'
  const args = call['args'] as readonly Tree[]
  const params = (call['params'] ?? []) as readonly Tree[]
  checkCount(`${term} '${name}'`, 'argument', args.length, arity.args)
  if (arity.params[1] === 0 && params.length > 0)
    throw new HogQLError(`${term} '${name}' does not accept any parameters, found ${params.length}`)
  checkCount(`${term} '${name}'`, 'parameter', params.length, arity.params)
}

function checkCount(who: string, what: string, found: number, [min, max]: readonly [number, number]): void {
  const some = (n: number) => `${n} ${what}${n === 1 ? '' : 's'}`
  if (found >= min && found <= max) return
  if (min === max) throw new HogQLError(`${who} expects ${some(min)}, found ${found}`)
  if (found < min) throw new HogQLError(`${who} expects at least ${some(min)}, found ${found}`)
  throw new HogQLError(`${who} expects at most ${some(max)}, found ${found}`)
}
