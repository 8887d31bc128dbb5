import { likeRegExp, re2, replacementOf } from './regexp.js'
import { UnknownToFake } from './tree.js'
import { compare, Interval, isTrue, Moment, momentOf, type Value } from './values.js'

/** What functions know of the project. */
export interface Surroundings {
  /** Of the project's zone. */
  readonly offsetMinutes: number
  now(): number
}

type Fn = (args: readonly Value[], around: Surroundings) => Value

const MICROS = { second: 1e6, minute: 6e7, hour: 3.6e9, day: 8.64e10 }
const text = (value: Value): string => (value === null ? '' : value instanceof Moment ? value.toJSON() : String(value))
const number = (value: Value): number => (typeof value === 'boolean' ? Number(value) : Number(value))
const bytes = (value: Value) => Buffer.from(text(value))

/** Of one argument that is a moment. NULL stays what it is. */
const startOf =
  (step: number): Fn =>
  ([at], around) =>
    asMoment(at!, around)?.startOf(step) ?? null
const interval =
  (step: number): Fn =>
  ([n]) =>
    new Interval(number(n!) * step)
const onText =
  (work: (value: string) => Value): Fn =>
  ([value]) =>
    value === null ? null : work(text(value!))
const numeric =
  (work: (value: number) => number): Fn =>
  ([value]) =>
    value === null ? null : work(number(value!))

function asMoment(value: Value, { offsetMinutes }: Surroundings): Moment | null {
  if (value instanceof Moment) return value
  if (typeof value === 'number') return new Moment(value * 1e6, offsetMinutes)
  return typeof value === 'string' ? momentOf(value, offsetMinutes) : null
}

function inZone(value: Value, zone: Value | undefined, around: Surroundings): Moment | null {
  if (zone === undefined) return asMoment(value, around)
  if (zone !== 'UTC') throw new UnknownToFake(`the zone ${String(zone)}: only UTC and the project's own`)
  const moment = asMoment(value, { ...around, offsetMinutes: 0 })
  return moment === null ? null : new Moment(moment.micros, 0)
}

/** Not the values of ClickHouse; as even as they are. */
function hash(value: Value): number {
  let low = 0x811c9dc5
  let high = 0x9e3779b9
  for (const byte of bytes(value)) {
    low = Math.imul(low ^ byte, 0x01000193)
    high = Math.imul(high ^ byte ^ (low >>> 15), 0x85ebca6b)
  }
  low ^= low >>> 16
  high ^= high >>> 13
  return (Math.imul(high, 0xc2b2ae35) >>> 11) * 2 ** 32 + (Math.imul(low, 0x7feb352d) >>> 0)
}

/** Numbers as ClickHouse reads them out of texts: NULL for what is none. */
const cast = (value: Value, whole: boolean): Value => {
  if (value === null || (typeof value === 'string' && !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value)))
    return null
  const read = number(value)
  return whole ? (Number.isInteger(read) ? read : null) : read
}

const MAX_DOCUMENTS = 1_000
const documents = new Map<string, unknown>()

/** Rows of one service hold the same document, and a query asks several times for parts of it. */
function parsed(document: string): unknown {
  const known = documents.get(document)
  if (known !== undefined || document.length > 10_000) return known ?? JSON.parse(document)
  const value: unknown = JSON.parse(document)
  if (documents.size >= MAX_DOCUMENTS) documents.clear()
  documents.set(document, value)
  return value
}

function json([document, ...path]: readonly Value[]): unknown {
  let at: unknown
  try {
    at = parsed(text(document!))
  } catch {
    return undefined
  }
  for (const key of path)
    at =
      typeof at === 'object' && at !== null && Object.hasOwn(at, text(key))
        ? (at as Record<string, unknown>)[text(key)]
        : undefined
  return at
}

/** By the names of HogQL; those that the table of arities has and this has not are not evaluated. */
export const FUNCTIONS: Readonly<Record<string, Fn>> = {
  if: ([condition, yes, no]) => (isTrue(condition!) ? yes! : no!),
  multiIf: (args) => {
    for (let i = 0; i + 1 < args.length; i += 2) if (isTrue(args[i]!)) return args[i + 1]!
    return args[args.length - 1]!
  },
  not: ([value]) => (value === null ? null : !isTrue(value!)),
  equals: ([a, b], { offsetMinutes }) => compare(a!, b!, offsetMinutes) === 0,
  notEquals: ([a, b], { offsetMinutes }) => compare(a!, b!, offsetMinutes) !== 0,
  intDiv: ([a, b]) => Math.trunc(number(a!) / number(b!)),
  modulo: ([a, b]) => number(a!) % number(b!),
  abs: numeric(Math.abs),
  sqrt: numeric(Math.sqrt),
  log: numeric(Math.log),
  floor: numeric(Math.floor),
  ceil: numeric(Math.ceil),
  round: ([value, digits = 0]) =>
    value === null ? null : Math.round(number(value!) * 10 ** number(digits)) / 10 ** number(digits),
  greatest: ([a, b], { offsetMinutes }) => ((compare(a!, b!, offsetMinutes) ?? 0) >= 0 ? a! : b!),
  least: ([a, b], { offsetMinutes }) => ((compare(a!, b!, offsetMinutes) ?? 0) <= 0 ? a! : b!),
  toString: onText((value) => value),
  toInt: ([value]) => cast(value!, true),
  toFloat: ([value]) => cast(value!, false),
  cityHash64: ([value]) => hash(value!),
  toDateTime: ([value, zone], around) => inZone(value!, zone, around),
  toDateTime64: ([value, _digits, zone], around) => inZone(value!, zone, around),
  toTimeZone: ([value, zone], around) => inZone(value!, zone, around),
  now: (_, { now, offsetMinutes }) => new Moment(now() * 1_000, offsetMinutes),
  toStartOfMinute: startOf(MICROS.minute),
  toStartOfFiveMinutes: startOf(5 * MICROS.minute),
  toStartOfFifteenMinutes: startOf(15 * MICROS.minute),
  toStartOfHour: startOf(MICROS.hour),
  toStartOfDay: startOf(MICROS.day),
  toUnixTimestamp: ([at], around) => Math.floor((asMoment(at!, around)?.micros ?? 0) / 1e6),
  toUnixTimestamp64Milli: ([at], around) => Math.floor((asMoment(at!, around)?.micros ?? 0) / 1e3),
  toIntervalSecond: interval(MICROS.second),
  toIntervalMinute: interval(MICROS.minute),
  toIntervalHour: interval(MICROS.hour),
  toIntervalDay: interval(MICROS.day),
  // Of bytes: it cuts characters in two.
  substring: ([value, from, length]) =>
    bytes(value!)
      .subarray(number(from!) - 1, number(from!) - 1 + number(length!))
      .toString('utf8'),
  substringUTF8: ([value, from, length]) =>
    [...text(value!)].slice(number(from!) - 1, number(from!) - 1 + number(length!)).join(''),
  left: ([value, length]) => [...text(value!)].slice(0, number(length!)).join(''),
  length: ([value]) => (Array.isArray(value) ? value.length : bytes(value!).length),
  lengthUTF8: onText((value) => [...value].length),
  lower: onText((value) => value.toLowerCase()),
  upper: onText((value) => value.toUpperCase()),
  concat: (args) => (args.includes(null) ? null : args.map(text).join('')),
  position: ([value, part]) => bytes(value!).indexOf(bytes(part!)) + 1,
  startsWith: ([value, part]) => text(value!).startsWith(text(part!)),
  endsWith: ([value, part]) => text(value!).endsWith(text(part!)),
  like: ([value, pattern]) => likeRegExp(text(pattern!), false).test(text(value!)),
  ilike: ([value, pattern]) => likeRegExp(text(pattern!), true).test(text(value!)),
  match: ([value, pattern]) => text(value!).search(re2(text(pattern!))) !== -1,
  extract: ([value, pattern]) => {
    const found = text(value!)
      .matchAll(re2(text(pattern!)))
      .next().value
    return found?.[1] ?? found?.[0] ?? ''
  },
  empty: ([value]) => (Array.isArray(value) ? value.length === 0 : text(value!) === ''),
  notEmpty: ([value]) => (Array.isArray(value) ? value.length > 0 : text(value!) !== ''),
  replaceAll: ([value, from, to]) => text(value!).replaceAll(text(from!), () => text(to!)),
  replaceOne: ([value, from, to]) => text(value!).replace(text(from!), () => text(to!)),
  replaceRegexpAll: ([value, pattern, to]) => text(value!).replace(re2(text(pattern!)), replacementOf(text(to!))),
  replaceRegexpOne: ([value, pattern, to]) =>
    text(value!).replace(
      new RegExp(re2(text(pattern!)).source, re2(text(pattern!)).flags.replace('g', '')),
      replacementOf(text(to!)),
    ),
  trim: onText((value) => value.trim()),
  coalesce: (args) => args.find((value) => value !== null) ?? null,
  ifNull: ([value, other]) => value ?? other!,
  ifnull: ([value, other]) => value ?? other!,
  nullif: ([value, other], { offsetMinutes }) => (compare(value!, other!, offsetMinutes) === 0 ? null : value!),
  isnull: ([value]) => value === null,
  isNull: ([value]) => value === null,
  isNotNull: ([value]) => value !== null,
  assumeNotNull: ([value]) => value!,
  JSONExtractString: (args) => {
    const found = json(args)
    return typeof found === 'string' ? found : ''
  },
  JSONExtractRaw: (args) => JSON.stringify(json(args)) ?? '',
  JSONExtractFloat: (args) => Number(json(args)) || 0,
  JSONExtractInt: (args) => Math.trunc(Number(json(args)) || 0),
  JSONHas: (args) => json(args) !== undefined,
  isValidJSON: ([document]) => json([document!]) !== undefined,
  tuple: (args) => args,
  array: (args) => args,
  arrayElement: ([list, at]) => (list as readonly Value[])[number(at!) - 1] ?? null,
  has: ([list, value], { offsetMinutes }) =>
    (list as readonly Value[]).some((item) => compare(item, value!, offsetMinutes) === 0),
  arrayStringConcat: ([list, between = '']) => (list as readonly Value[]).map(text).join(text(between)),
  toJSONString: ([value]) => JSON.stringify(value),
}
