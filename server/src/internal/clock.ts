/** Milliseconds since the Unix epoch, by the wall clock of this machine. It jumps when somebody sets that clock. */
export type EpochMillis = number
/** Whole seconds since the Unix epoch, by the same clock: what the database, the API and reports have. */
export type EpochSeconds = number

/** Returns the time by the wall clock. Tests have one of their own. */
export type Now = () => EpochMillis

export const systemNow: Now = () => Date.now()

/** Milliseconds by a clock that only goes forward, from an arbitrary start: for ages and waits. */
export type Elapsed = () => number

export const systemElapsed: Elapsed = () => performance.now()

export function epochSeconds(now: Now): EpochSeconds {
  return Math.floor(now() / 1000)
}

/** Work that is done again and again until it is stopped. */
export interface Repeating {
  /** Resolves when a call under way has ended. */
  stop(): Promise<void>
}

/** Calls `work` after each interval. A call that takes longer delays the next. */
export function every(millis: number, work: () => Promise<void>, isAtOnce = false): Repeating {
  let stopped = false
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  const go = () => {
    running = work().finally(() => {
      running = undefined
      arm()
    })
  }
  const arm = () => {
    if (!stopped) timer = setTimeout(go, millis)
  }
  if (isAtOnce) go()
  else arm()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}

/** Calls `work` once. Returns a function that cancels it. */
export function after(millis: number, work: () => void): () => void {
  const timer = setTimeout(work, millis)
  return () => clearTimeout(timer)
}

/** Resolves after some time, for which it keeps the process alive. */
export function pause(millis: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, millis)
  })
}

/** Lets the event loop turn within long work. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
