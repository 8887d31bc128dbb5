import { realTimers } from '../internal/real-time.js'

/** Waits for things that arrive. */
export class Waiting {
  readonly #waiters = new Set<() => void>()

  /** Resolves when `ready` returns `true`; called at once and after each `arrived`. Rejects at the deadline, or if it throws. */
  until(ready: () => boolean, timeoutMillis: number, what: string): Promise<void> {
    return new Promise<void>((resolve, reject) => {
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
        this.#waiters.delete(check)
      }
      const timer = realTimers.setTimeout(() => {
        this.#waiters.delete(check)
        reject(new Error(`${what} did not arrive within ${timeoutMillis} ms`))
      }, timeoutMillis)
      this.#waiters.add(check)
    })
  }

  arrived(): void {
    for (const check of [...this.#waiters]) check()
  }
}
