/** How a stack begins its second line, or a later one. */
const FRAME = /\n\s+at /
/** What a stack begins with. */
const HEAD = /^([\w$.]{1,100}): /

/**
 * Returns an Error of which a logger wrote the stack; `undefined`: it is no stack of one. To the engine it is a real one, as it was to the live
 * adapter: who logs decides what a log is.
 */
export function loggedError(stack: unknown, message?: unknown, type?: unknown, cause?: unknown): Error | undefined {
  if (typeof stack !== 'string') return undefined
  const frame = FRAME.exec(stack)
  if (frame === null) return undefined
  const head = HEAD.exec(stack)
  const said = typeof message === 'string' ? message : stack.slice(head?.[0].length ?? 0, frame.index)
  const name = typeof type === 'string' ? type : (head?.[1] ?? 'Error')
  // Without its constructor, which would look for a stack of its own.
  const error: Error = Object.create(Error.prototype)
  for (const [key, value] of Object.entries({ name, message: said, stack, cause }))
    if (value !== undefined) Object.defineProperty(error, key, { value })
  return error
}
