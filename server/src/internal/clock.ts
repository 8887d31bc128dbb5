/** Epoch milliseconds. */
export type Now = () => number

export const systemNow: Now = () => Date.now()

/** Calls again and again until it is stopped; a call that takes longer than the interval delays the next. */
export interface Repeating {
  /** Resolves when a call under way has ended. */
  stop(): Promise<void>
}

export function every(millis: number, work: () => Promise<void>): Repeating {
  let stopped = false
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  const arm = () => {
    if (stopped) return
    timer = setTimeout(() => {
      running = work().finally(() => {
        running = undefined
        arm()
      })
    }, millis)
  }
  arm()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}

/** Answers how to cancel it. */
export function after(millis: number, work: () => void): () => void {
  const timer = setTimeout(work, millis)
  return () => clearTimeout(timer)
}

/** Lets the event loop turn within long work. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
