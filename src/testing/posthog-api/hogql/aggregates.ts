import { seededRandom } from '../../seeded-random.js'
import { compare, isTrue, Moment, type Value } from './values.js'

/** Gathers the rows of one group. */
export interface Aggregate {
  /** @param times how many records have these */
  add(args: readonly Value[], times: number): void
  result(): Value
}

type Make = (params: readonly Value[]) => Aggregate

const identity = (value: Value): string => JSON.stringify(value)
const isMore = (a: Value, b: Value): boolean => (compare(a, b, 0) ?? 0) > 0

/** NULLs are left out, as ClickHouse does. */
function folding(start: Value, fold: (state: Value, value: Value) => Value): Make {
  return () => {
    let state = start
    return {
      add: ([value]) => {
        if (value !== null) state = fold(state, value!)
      },
      result: () => state,
    }
  }
}

/** Of those rows alone whose last argument holds. */
const whenLast =
  (make: Make): Make =>
  (params) => {
    const aggregate = make(params)
    return {
      add: (args, times) => {
        if (isTrue(args[args.length - 1]!)) aggregate.add(args.slice(0, -1), times)
      },
      result: aggregate.result,
    }
  }

const counting: Make = () => {
  let count = 0
  return {
    add: (args, times) => {
      if (args.length === 0 || args[0] !== null) count += times
    },
    result: () => count,
  }
}

const distinct =
  (finish: (found: ReadonlyMap<string, Value>) => Value): Make =>
  () => {
    const found = new Map<string, Value>()
    return {
      add: (args) => {
        if (args[0] !== null) found.set(identity(args.length === 1 ? args[0]! : args), args[0]!)
      },
      result: () => finish(found),
    }
  }

/** The value of the row whose second argument is the greatest, or the smallest. */
const argExtreme =
  (wantsMore: boolean): Make =>
  () => {
    let best: readonly Value[] | undefined
    return {
      add: (args) => {
        if (best === undefined || (wantsMore ? isMore(args[1]!, best[1]!) : isMore(best[1]!, args[1]!))) best = args
      },
      result: () => best?.[0] ?? null,
    }
  }

const gathering =
  (finish: (all: Value[], params: readonly Value[]) => Value): Make =>
  (params) => {
    const all: Value[] = []
    return {
      add: ([value], times) => {
        if (value !== null) for (let i = 0; i < times; i++) all.push(value!)
      },
      result: () => finish(all, params),
    }
  }

/** As many as the first parameter says, each row as likely as any other; the second seeds it. */
const sampling: Make = ([size, seed = 1]) => {
  const random = seededRandom(Number(seed))
  const kept: Value[] = []
  let seen = 0
  return {
    add: ([value], times) => {
      for (let i = 0; i < times; i++) {
        seen++
        if (kept.length < Number(size)) kept.push(value!)
        else {
          const at = Math.floor(random() * seen)
          if (at < kept.length) kept[at] = value!
        }
      }
    },
    result: () => kept,
  }
}

const numberOf = (value: Value): number => (value instanceof Moment ? value.micros : Number(value))

const summing: Make = () => {
  let total = 0
  return {
    add: ([value], times) => {
      if (value !== null) total += numberOf(value!) * times
    },
    result: () => total,
  }
}

const averaging: Make = () => {
  let [total, count] = [0, 0]
  return {
    add: ([value], times) => {
      if (value === null) return
      total += numberOf(value!) * times
      count += times
    },
    result: () => (count === 0 ? null : total / count),
  }
}

function quantileOf(all: Value[], level: number): Value {
  if (all.length === 0) return null
  const sorted = all.map(numberOf).sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(level * sorted.length))]!
}

function mostFrequent(all: Value[], size: number): Value {
  const counts = new Map<string, { value: Value; count: number }>()
  for (const value of all) {
    const known = counts.get(identity(value)) ?? { value, count: 0 }
    known.count++
    counts.set(identity(value), known)
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, size)
    .map(({ value }) => value)
}

const min = folding(null, (state, value) => (state === null || isMore(state, value) ? value : state))
const max = folding(null, (state, value) => (state === null || isMore(value, state) ? value : state))
const any = folding(null, (state, value) => state ?? value)
const uniq = distinct(({ size }) => size)
const groupArray = gathering((all) => all)
const groupUniqArray = distinct((found) => [...found.values()])

/** By the names of HogQL. */
export const AGGREGATES: Readonly<Record<string, Make>> = {
  count: counting,
  countIf: whenLast(counting),
  sum: summing,
  sumIf: whenLast(summing),
  min,
  minIf: whenLast(min),
  max,
  maxIf: whenLast(max),
  avg: averaging,
  avgIf: whenLast(averaging),
  any,
  anyIf: whenLast(any),
  anyLast: folding(null, (_, value) => value),
  argMin: argExtreme(false),
  argMax: argExtreme(true),
  uniq,
  uniqIf: whenLast(uniq),
  uniqExact: uniq,
  countDistinct: uniq,
  groupArray,
  groupArrayIf: whenLast(groupArray),
  groupUniqArray,
  groupUniqArrayIf: whenLast(groupUniqArray),
  groupArraySample: sampling,
  groupArraySampleIf: whenLast(sampling),
  topK: gathering((all, [size]) => mostFrequent(all, Number(size))),
  quantile: gathering((all, [level = 0.5]) => quantileOf(all, Number(level))),
  median: gathering((all) => quantileOf(all, 0.5)),
}
