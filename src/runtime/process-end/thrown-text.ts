import { inspect } from 'node:util'
import { isError } from '../../record/error.js'

const MAX_TEXT = 1_024
/** How Node.js tells of a rejection with something that is no error. */
const REJECTED_WITH = /The promise rejected with the reason "([\s\S]*)"\.$/
const SHORT = { depth: 2, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 10, maxStringLength: 256 }

/** Returns what was thrown, or what a promise was rejected with, for people. Never throws. */
export function textOfThrown(thrown: unknown): string {
  try {
    if (isError(thrown)) return textOfError(thrown)
    const text = typeof thrown === 'object' || typeof thrown === 'function' ? inspect(thrown, SHORT) : String(thrown)
    return text.slice(0, MAX_TEXT)
  } catch {
    return 'a value that cannot be shown'
  }
}

function textOfError(error: Error): string {
  const { message } = error
  if ((error as NodeJS.ErrnoException).code !== 'ERR_UNHANDLED_REJECTION') return message
  const reason = REJECTED_WITH.exec(message)?.[1]
  return reason === undefined ? message : `a promise was rejected with ${reason.slice(0, MAX_TEXT)}`
}
