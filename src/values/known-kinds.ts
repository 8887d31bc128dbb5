import { types } from 'node:util'

type Fields = Readonly<Record<string, unknown>>
type Text = string | number | boolean | bigint | undefined

/**
 * Returns a value of a known kind that JSON shows as one text or number, though it is an object: dates, URLs, boxed primitives,
 * `Temporal`, ids and numbers of BSON, decimals, moments. `undefined`: it is none of them. Only instances are asked, and only for what
 * their kind is known to have: `toJSON` of anything else may do whatever it likes. May throw.
 */
export function textOfKnownKind(value: object): Text {
  if (types.isDate(value)) return textOfDate(Date.prototype.getTime.call(value))
  if (types.isRegExp(value)) return RegExp.prototype.toString.call(value)
  if (types.isBoxedPrimitive(value)) return textOfBoxed(value)
  const tag = Object.prototype.toString.call(value).slice(8, -1)
  if (tag === 'URL' || tag === 'URLSearchParams') return String(value)
  if (tag.startsWith('Temporal.')) return called(value as Fields, 'toJSON')
  const fields = value as Fields
  return textOfBson(fields) ?? (isDecimal(fields, tag) || isMoment(fields) ? called(fields, 'toJSON') : undefined)
}

function textOfDate(millis: number): string {
  return Number.isNaN(millis) ? 'Invalid Date' : new Date(millis).toISOString()
}

function textOfBoxed(value: object): Text {
  if (types.isNumberObject(value)) return Number.prototype.valueOf.call(value)
  if (types.isStringObject(value)) return String.prototype.valueOf.call(value)
  if (types.isBooleanObject(value)) return Boolean.prototype.valueOf.call(value)
  return types.isBigIntObject(value) ? BigInt.prototype.valueOf.call(value) : undefined
}

/** How each BSON type says what it is. Plain data may carry the name of one, but no method. */
const BSON_METHODS: Readonly<Record<string, string>> = {
  ObjectId: 'toHexString',
  ObjectID: 'toHexString',
  UUID: 'toHexString',
  Decimal128: 'toString',
  Long: 'toString',
  Timestamp: 'toString',
  Int32: 'valueOf',
  Double: 'valueOf',
}

function textOfBson(fields: Fields): Text {
  const type = fields['_bsontype']
  if (typeof type !== 'string' || !Object.hasOwn(BSON_METHODS, type)) return undefined
  return called(fields, BSON_METHODS[type]!)
}

/** decimal.js (and Prisma's), bignumber.js, big.js, bn.js. */
const DECIMAL_CLASSES = new Set(['Decimal', 'BigNumber', 'Big', 'BN'])

function isDecimal(fields: Fields, tag: string): boolean {
  if (tag === 'Decimal' || tag === '[object Decimal]' || fields['_isBigNumber'] === true) return true
  const { constructor: made } = fields
  return typeof made === 'function' && DECIMAL_CLASSES.has(made.name)
}

/** Moment, Luxon, Day.js. */
function isMoment(fields: Fields): boolean {
  return fields['_isAMomentObject'] === true || fields['isLuxonDateTime'] === true || fields['$isDayjsObject'] === true
}

function called(fields: Fields, method: string): Text {
  const call = fields[method]
  if (typeof call !== 'function') return undefined
  const answer: unknown = call.call(fields)
  return typeof answer === 'string' || typeof answer === 'number' ? answer : undefined
}
