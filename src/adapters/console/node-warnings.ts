/** Recognises what Node.js itself prints of `process.emitWarning()`: it does so by `console.error`, though it is a warning. */
export interface NodeWarnings {
  /** Returns whether these are the arguments with which Node.js prints the warning that it emits now. */
  isPrinting(args: readonly unknown[]): boolean
  stop(): void
}

export function watchNodeWarnings(): NodeWarnings {
  const start = `(node:${process.pid}) `
  let current: unknown
  const begin = (warning: unknown) => {
    current = warning
  }
  const end = () => {
    current = undefined
  }
  // Around the listener of Node.js, which prints.
  process.prependListener('warning', begin)
  process.on('warning', end)
  return {
    isPrinting([text]) {
      if (current === undefined || typeof text !== 'string' || !text.startsWith(start)) return false
      const { message } = current as { message?: unknown }
      return typeof message === 'string' && text.includes(message)
    },
    stop() {
      process.off('warning', begin)
      process.off('warning', end)
    },
  }
}
