/** What the end of a process needs to know of the SDK. */
export interface ExitFlush {
  /** Returns a count that grows with each record. */
  readonly seen: () => number
  /** Returns whether anything waits to be sent. */
  readonly hasPending: () => boolean
  /** Sends what waits, within its deadline, and keeps the process alive meanwhile. */
  readonly flush: () => Promise<void>
}

/** Flushes when the event loop runs empty. Returns a function that stops that. */
export function flushBeforeExit({ seen, hasPending, flush }: ExitFlush): () => void {
  let flushing = false
  let flushedAt = -1
  const onBeforeExit = () => {
    // Node emits this again after the flush: without new records the process must end, delivered or not.
    if (flushing || seen() === flushedAt || !hasPending()) return
    flushing = true
    flushedAt = seen()
    flush().finally(() => {
      flushing = false
    })
  }
  process.on('beforeExit', onBeforeExit)
  return () => process.off('beforeExit', onBeforeExit)
}
