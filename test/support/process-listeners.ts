type Listener = (...args: unknown[]) => unknown

/**
 * Takes the listeners of a process event away while `work` runs, so that what it adds is alone, as in an app. Afterwards all
 * is as before.
 */
export async function aloneOn<T>(events: readonly string[], work: () => T | Promise<T>): Promise<T> {
  const before = new Map(events.map((event) => [event, process.rawListeners(event) as Listener[]]))
  for (const event of events) process.removeAllListeners(event)
  try {
    return await work()
  } finally {
    for (const [event, listeners] of before) {
      process.removeAllListeners(event)
      for (const listener of listeners) process.on(event, listener)
    }
  }
}

/** Calls the listeners of an event as Node.js would. */
export function raise(event: string, ...args: unknown[]): void {
  for (const listener of process.listeners(event as 'exit') as Listener[]) listener(...args)
}
