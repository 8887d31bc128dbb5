import { isError } from './error.js'

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
