import type { LogRecord } from '../../record/log-record.js'

/** Shorter texts stand in others by chance. */
const MIN_TELLING = 4

interface Expected {
  readonly thrown: unknown
  isLogged: boolean
}

/** Knows which errors the app has logged itself, so that none is logged twice. Holds on to none of them. */
export class LoggedErrors {
  readonly #logged = new WeakSet<object>()
  readonly #expected = new Set<Expected>()

  /** The app has logged an error. @param error the one that its record carries, if any */
  note(record: LogRecord, error: unknown): void {
    if (isObject(error)) this.#logged.add(error)
    for (const one of this.#expected) one.isLogged ||= this.has(one.thrown) || tells(record, error, one.thrown)
  }

  /** Waits for the app to log what was thrown, however it does it. Returns what to ask later. */
  expect(thrown: unknown): { isLogged(): boolean; done(): void } {
    const one: Expected = { thrown, isLogged: this.has(thrown) }
    this.#expected.add(one)
    return { isLogged: () => one.isLogged, done: () => void this.#expected.delete(one) }
  }

  /** Returns whether the app has logged this error before. */
  has(thrown: unknown): boolean {
    return isObject(thrown) && this.#logged.has(thrown)
  }
}

/** Returns whether a record shows what was thrown: it, or as text the stack of an error, or a value that is no error. */
function tells({ body, exception }: LogRecord, error: unknown, thrown: unknown): boolean {
  if (error === thrown || exception === thrown || body === thrown) return true
  if (typeof body !== 'string') return false
  const text = isObject(thrown) ? (thrown as Partial<Error>).stack : String(thrown)
  if (typeof text !== 'string' || text === '') return false
  return text.length < MIN_TELLING ? body.endsWith(text) : body.includes(text)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
