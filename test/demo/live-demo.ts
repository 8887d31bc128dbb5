import { setImmediate as nextTurn } from 'node:timers/promises'
import { vi } from 'vitest'
import type { Write } from '../../examples/demo/services/service.ts'
import type { AdaptiveLoggingStats, BudgetOption } from '../../src/index.js'
import { ManualClock } from '../../src/testing.js'
import { startUnderTest } from '../support/logging-under-test.js'
import { drive, type ServiceName } from './drive.ts'
import { watched } from './watched-engine.ts'

const INFO = 9
export const START = Date.UTC(2026, 10, 27, 6)

export interface LiveDemo {
  readonly stats: AdaptiveLoggingStats
  /** As the service itself counts. */
  readonly errorsLogged: number
}

export interface LiveDemoOptions {
  readonly name: ServiceName
  readonly budget: BudgetOption | undefined
  readonly seed: number
  readonly seconds: number
  /** Gets the service's own log. */
  readonly write: Write
}

/**
 * A service of the demo with the whole SDK, in this process, on a clock that the load drives. Its loggers read that clock. What is sent is answered
 * before anything else is logged.
 */
export async function runLiveDemo({ name, budget, seed, seconds, write }: LiveDemoOptions): Promise<LiveDemo> {
  const clock = new ManualClock(START)
  vi.useFakeTimers({ toFake: ['Date'], now: START })
  const under = await startUnderTest({ ...(budget !== undefined && { budget }), serviceName: name }, { seed, clock })
  const { logging } = under
  logging.getLogger('demo').emit({ severityNumber: INFO, body: `${name} started` })
  const errorsLogged = await drive({
    name,
    logging,
    seconds,
    write,
    async reach(millis) {
      // What the SDK does by itself at this time comes before what is logged at it.
      clock.advance(START + millis - clock.now())
      vi.setSystemTime(clock.now())
      while (watched.requestsUnderWay > 0) await nextTurn()
    },
  })
  await logging.forceFlush()
  const stats = logging.stats()
  await under.close()
  vi.useRealTimers()
  return { stats, errorsLogged }
}
