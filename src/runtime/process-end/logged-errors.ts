import type { LogRecord } from '../../record/log-record.js'

/** Knows which errors the app has logged itself, so that none is logged twice. Holds on to none of them. */
export interface LoggedErrors {
  /** The app has logged an error. @param error the one that its record carries, if any */
  note(record: LogRecord, error: unknown): void
  /** Waits for the app to log what was thrown, however it does it. Returns what to ask later. */
  expect(thrown: unknown): { isLogged(): boolean; done(): void }
  /** Whether the app has logged this error before. */
  has(thrown: unknown): boolean
}

/** Shorter texts stand in others by chance. */
const MIN_TELLING = 4

interface Expected {
  readonly thrown: unknown
  isLogged: boolean
}

export function createLoggedErrors(): LoggedErrors {
  const logged = new WeakSet<object>()
  const expected = new Set<Expected>()
  const has = (thrown: unknown) => isObject(thrown) && logged.has(thrown)

  return {
    note(record, error) {
      if (isObject(error)) logged.add(error)
      for (const one of expected) one.isLogged ||= has(one.thrown) || tells(record, error, one.thrown)
    },
    expect(thrown) {
      const one: Expected = { thrown, isLogged: has(thrown) }
      expected.add(one)
      return { isLogged: () => one.isLogged, done: () => void expected.delete(one) }
    },
    has,
  }
}

/** Whether a record shows what was thrown: it, or as text the stack of an error, or a value that is no error. */
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
