/** Runs `flush` each time the event loop runs empty and something still waits. Answers how to stop. */
export function flushBeforeExit(hasPending: () => boolean, flush: () => Promise<void>): () => void {
  let flushing = false
  const onBeforeExit = () => {
    // Node emits this again after the flush: without anything new the process must be let go.
    if (flushing || !hasPending()) return
    flushing = true
    flush().finally(() => {
      flushing = false
    })
  }
  process.on('beforeExit', onBeforeExit)
  return () => process.off('beforeExit', onBeforeExit)
}
