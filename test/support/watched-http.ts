import { setImmediate } from 'node:timers/promises'
import { vi } from 'vitest'
import type * as OtlpHttpModule from '../../src/delivery/otlp-http.js'
import type { ManualClock } from '../../src/testing.js'

const actual = await vi.importActual<typeof OtlpHttpModule>('../../src/delivery/otlp-http.js')

let underWay = 0
const onIdle: (() => void)[] = []

/**
 * Posts over HTTP as the real one, so that {@link answered} knows what is under way. For tests on a manual clock over real HTTP:
 *
 * @example
 * vi.mock('../../src/delivery/otlp-http.js', () => import('../support/watched-http.js'))
 */
export const createOtlpHttp: typeof actual.createOtlpHttp = (options) => {
  const http = actual.createOtlpHttp(options)
  return {
    get compresses() {
      return http.compresses
    },
    async send(...request) {
      underWay++
      try {
        return await http.send(...request)
      } finally {
        underWay--
        if (underWay === 0) for (const idle of onIdle.splice(0)) idle()
      }
    },
    close: http.close,
  }
}

/** Resolves when no request is under way, nor one that the last answer has set off. Then the clock may move on. */
export async function answered(): Promise<void> {
  await setImmediate()
  while (underWay > 0) {
    await new Promise<void>((resolve) => onIdle.push(resolve))
    await setImmediate()
  }
}

const STEP_MILLIS = 50

/** Waits for `work` on a manual clock, which moves on while no request is under way. */
export async function driven<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let isOver = false
  const over = () => {
    isOver = true
  }
  work.then(over, over)
  for (await answered(); !isOver; await answered()) await clock.advanceAsync(STEP_MILLIS)
  return work
}
