import { realTimers } from '../internal/real-time.js'

/** Waits for things that arrive. */
export interface Waiting {
  /** Resolves when `ready` returns `true`; called at once and after each `arrived`. Rejects at the deadline, or if it throws. */
  until(ready: () => boolean, timeoutMillis: number, what: string): Promise<void>
  arrived(): void
}

export function createWaiting(): Waiting {
  const waiters = new Set<() => void>()
  return {
    until: (ready, timeoutMillis, what) =>
      new Promise<void>((resolve, reject) => {
        if (ready()) {
          resolve()
          return
        }
        const check = () => {
          try {
            if (!ready()) return
            resolve()
          } catch (error) {
            reject(error)
          }
          realTimers.clearTimeout(timer)
          waiters.delete(check)
        }
        const timer = realTimers.setTimeout(() => {
          waiters.delete(check)
          reject(new Error(`${what} did not arrive within ${timeoutMillis} ms`))
        }, timeoutMillis)
        waiters.add(check)
      }),
    arrived() {
      for (const check of [...waiters]) check()
    },
  }
}
