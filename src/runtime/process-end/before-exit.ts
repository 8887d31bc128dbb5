/** What the end of a process needs to know of the SDK. */
export interface ExitFlush {
  /** Grows with each record. */
  readonly seen: () => number
  /** Whether anything waits to be sent. */
  readonly hasPending: () => boolean
  /** Sends what waits, within its deadline, and keeps the process alive meanwhile. */
  readonly flush: () => Promise<void>
}

/** Flushes when the event loop runs empty. Answers how to stop. */
export function flushBeforeExit({ seen, hasPending, flush }: ExitFlush): () => void {
  let flushing = false
  let flushedAt = -1
  const onBeforeExit = () => {
    // Node emits this again after the flush: without anything new the process must be let go, delivered or not.
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
