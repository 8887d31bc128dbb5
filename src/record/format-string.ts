import { format } from 'node:util'
import { isError } from './error.js'

/** Access lines have fewer and shorter ones. */
const MAX_ARGUMENTS = 8
const MAX_ARGUMENT_CHARACTERS = 512

/**
 * Returns the format string of a log call whose arguments start at `from`; `undefined` where its text itself has to be signed. It
 * is `message` if that has a directive and arguments, or if an Error is among them: an error's text says what went wrong this
 * time, not which call it was.
 */
export function formatStringOf(message: unknown, args: readonly unknown[], from: number): string | undefined {
  if (typeof message !== 'string' || args.length <= from) return undefined
  if (message.includes('%')) return message
  for (let i = from; i < args.length; i++) if (isError(args[i])) return message
  return undefined
}

/**
 * Returns the text that a format string and its arguments from `from` on make, where it may be an access line, which tells its outcome:
 * all arguments are texts or numbers, and one is 400–599. `undefined` otherwise: to make a text takes longer than to decide.
 */
export function textWithStatus(message: unknown, args: readonly unknown[], from: number): string | undefined {
  const count = args.length - from
  if (typeof message !== 'string' || count < 1 || count > MAX_ARGUMENTS || !message.includes('%')) return undefined
  let hasStatus = false
  for (let i = from; i < args.length; i++) {
    const arg = args[i]
    if (typeof arg !== 'number' && (typeof arg !== 'string' || arg.length > MAX_ARGUMENT_CHARACTERS)) return undefined
    hasStatus ||= mayHaveStatus(arg)
  }
  return hasStatus ? format(message, ...args.slice(from)) : undefined
}

/** Returns whether an argument of a log call may be the status of an access line. */
export function mayHaveStatus(arg: unknown): boolean {
  if (typeof arg === 'number') return isStatus(arg)
  return typeof arg === 'string' && arg.length === 3 && isStatus(Number(arg))
}

function isStatus(value: number): boolean {
  return value >= 400 && value < 600
}
