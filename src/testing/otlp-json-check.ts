/** Which keys each OTLP/JSON message may have, and what stands under them. */
type Shape = Readonly<Record<string, (value: unknown) => void>>

const MAX_INT64 = 2n ** 63n

/** @throws Error naming what a strict OTLP/JSON server refuses */
export function checkJson(request: unknown): void {
  object({ resourceLogs: list(resourceLogs) })(request)
}

function fail(what: string): never {
  throw new Error(what)
}

const object =
  (shape: Shape) =>
  (value: unknown): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) fail('an object is expected')
    for (const [key, element] of Object.entries(value)) {
      const check = Object.hasOwn(shape, key) ? shape[key] : fail(`unknown field ${key}`)
      check!(element)
    }
  }

const list =
  (check: (value: unknown) => void) =>
  (value: unknown): void => {
    if (!Array.isArray(value)) fail('an array is expected')
    for (const element of value) check(element)
  }

const text = (value: unknown): void => {
  if (typeof value !== 'string') fail('a string is expected')
  if (!value.isWellFormed()) fail('a string has a lone surrogate')
}

const uint = (value: unknown): void => {
  if (!Number.isInteger(value) || (value as number) < 0) fail('a non-negative integer is expected')
}

const int64 = (value: unknown): void => {
  const digits =
    typeof value === 'string' ? value : Number.isSafeInteger(value) ? String(value) : fail('a 64-bit integer')
  if (!/^-?\d+$/.test(digits)) fail(`${digits} is no integer`)
  const int = BigInt(digits)
  if (int >= MAX_INT64 || int < -MAX_INT64) fail(`${digits} is beyond 64 bits`)
}

const double = (value: unknown): void => {
  if (typeof value !== 'number' || !Number.isFinite(value)) fail('a finite number is expected')
}

const boolean = (value: unknown): void => {
  if (typeof value !== 'boolean') fail('a boolean is expected')
}

/** Exactly one kind of value; PostHog refuses an empty one, which is null, inside arrays and lists. */
function anyValue(value: unknown): void {
  if (kindsOf(value) !== 1) fail(`an AnyValue has ${kindsOf(value)} values`)
}

function outerValue(value: unknown): void {
  if (kindsOf(value) > 1) fail(`an AnyValue has ${kindsOf(value)} values`)
}

function kindsOf(value: unknown): number {
  object(anyValueShape)(value)
  return Object.keys(value as object).length
}

const keyValueWith =
  (check: (value: unknown) => void) =>
  (value: unknown): void => {
    object({ key: text, value: check })(value)
    if (!Object.hasOwn(value as object, 'value')) fail('an attribute has no value')
  }
const keyValue = keyValueWith(anyValue)
const attribute = keyValueWith(outerValue)

const anyValueShape: Shape = {
  stringValue: text,
  boolValue: boolean,
  intValue: int64,
  doubleValue: double,
  bytesValue: text,
  arrayValue: object({ values: list(anyValue) }),
  kvlistValue: object({ values: list(keyValue) }),
}

const logRecord = object({
  timeUnixNano: int64,
  observedTimeUnixNano: int64,
  severityNumber: uint,
  severityText: text,
  body: outerValue,
  attributes: list(attribute),
  droppedAttributesCount: uint,
  flags: uint,
  traceId: text,
  spanId: text,
  eventName: text,
})

const scope = object({ name: text, version: text, attributes: list(keyValue), droppedAttributesCount: uint })
const scopeLogs = object({ scope, logRecords: list(logRecord), schemaUrl: text })
const resource = object({ attributes: list(keyValue), droppedAttributesCount: uint })

function resourceLogs(value: unknown): void {
  object({ resource, scopeLogs: list(scopeLogs), schemaUrl: text })(value)
}
