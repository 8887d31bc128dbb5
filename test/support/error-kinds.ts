import { createContext, runInContext } from 'node:vm'

export interface ErrorKindUnderTest {
  readonly name: string
  readonly make: () => unknown
  /** What has to arrive of it, whoever logs it. */
  readonly type: string
  readonly message: string
  /** Texts that have to be somewhere in the record. */
  readonly holds: readonly string[]
}

class QuotaError extends Error {
  readonly statusCode = 429
  readonly limits = { perMinute: 60 }
}

class NamedError extends Error {
  override readonly name = 'PaymentDeclined'
}

function Legacy(this: Error, message: string) {
  this.message = message
  this.stack = `Legacy: ${message}\n    at somewhere`
}
Legacy.prototype = Object.create(Error.prototype, { constructor: { value: Legacy, enumerable: false } })

const elsewhere = createContext()

const kind = (
  name: string,
  make: () => unknown,
  type: string,
  message: string,
  ...holds: string[]
): ErrorKindUnderTest => ({ name, make, type, message, holds })

/** Errors of every kind that a logger may be given. */
export const ERROR_KINDS: readonly ErrorKindUnderTest[] = [
  kind('a TypeError', () => new TypeError('boom'), 'TypeError', 'boom'),
  kind('of a class, with fields', () => new QuotaError('too many'), 'QuotaError', 'too many', '429', 'perMinute'),
  kind('with a name of its own', () => new NamedError('no money'), 'PaymentDeclined', 'no money'),
  kind(
    'of the system, with a code',
    () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', errno: -104, syscall: 'read' }),
    'Error',
    'read ECONNRESET',
    'ECONNRESET',
    '-104',
  ),
  kind(
    'with causes',
    () => new Error('outer', { cause: new TypeError('middle', { cause: new RangeError('ROOT') }) }),
    'Error',
    'outer',
    'middle',
    'ROOT',
  ),
  kind(
    'of several errors',
    () => new AggregateError([new Error('FIRST'), new TypeError('SECOND')], 'all failed'),
    'AggregateError',
    'all failed',
    'FIRST',
    'SECOND',
  ),
  kind('of another realm', () => runInContext('new RangeError("elsewhere")', elsewhere), 'RangeError', 'elsewhere'),
  kind('structurally cloned', () => structuredClone(new SyntaxError('cloned')), 'SyntaxError', 'cloned'),
  kind('a DOMException', () => new DOMException('given up', 'AbortError'), 'DOMException', 'given up'),
  kind('made without the constructor', () => new (Legacy as never as new (m: string) => Error)('old'), 'Legacy', 'old'),
]
