/** SIGHUP: the terminal is gone, or a supervisor wants a restart. Node resets it for us where `nohup` had it ignored. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
type Signal = (typeof SIGNALS)[number]

/**
 * Flushes on SIGTERM, SIGINT and SIGHUP, and then lets the process die of the signal as it would have without us: only if nobody else
 * listens for it. A second signal ends the wait. Returns a function that stops that.
 */
export function flushOnSignals(flush: () => Promise<void>, onDeath: () => void): () => void {
  const listeners = new Map<Signal, () => void>()
  const stop = () => {
    for (const [signal, listener] of listeners) process.off(signal, listener)
    listeners.clear()
  }
  for (const signal of SIGNALS) {
    const onSignal = () => {
      // Removed first: the next signal has the effect it would have without us, and libraries that check whether they are the
      // only listener find that they are.
      process.off(signal, onSignal)
      listeners.delete(signal)
      const isAlone = process.listenerCount(signal) === 0
      void flush().then(() => {
        if (!isAlone || process.listenerCount(signal) > 0) return
        onDeath()
        process.kill(process.pid, signal)
      })
    }
    // Before all others, so that `once` listeners are still there to be counted.
    process.prependListener(signal, onSignal)
    listeners.set(signal, onSignal)
  }
  return stop
}
