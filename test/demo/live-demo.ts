import { setImmediate as nextTurn } from 'node:timers/promises'
import { vi } from 'vitest'
import { REQUESTS, REQUESTS_PER_SECOND } from '../../examples/demo/requests.ts'
import { startGateway } from '../../examples/demo/services/gateway.ts'
import { startMailer } from '../../examples/demo/services/mailer.ts'
import type { Every, StartService, Write } from '../../examples/demo/services/service.ts'
import { startShop } from '../../examples/demo/services/shop.ts'
import type { AdaptiveLoggingStats, BudgetOption } from '../../src/index.js'
import { ManualClock, startFakeLipService } from '../../src/testing.js'
import { startUnderTest } from '../support/logging-under-test.js'
import { watched } from './watched-engine.ts'

const STEP_MILLIS = 10
const LOAD_EVERY_MILLIS = 20
const INFO = 9
const START = Date.UTC(2026, 10, 27, 6)

export const SERVICES = {
  'demo-shop': startShop,
  'demo-mailer': startMailer,
  'demo-gateway': startGateway,
} as const satisfies Readonly<Record<string, StartService>>

export interface LiveDemo {
  readonly stats: AdaptiveLoggingStats
  /** As the service itself counts. */
  readonly errorsLogged: number
}

export interface LiveDemoOptions {
  readonly name: keyof typeof SERVICES
  readonly budget: BudgetOption | undefined
  readonly seed: number
  readonly seconds: number
  /** A policy of a LipService server, in force before anything is logged. */
  readonly policy?: object
  /** Gets the service's own log. */
  readonly write: Write
}

/**
 * A service of the demo with the whole SDK, in this process, on a clock that the load drives; with its rare event and its incident. Its loggers
 * read that clock. What is sent is answered before anything else is logged.
 */
export async function runLiveDemo({ name, budget, seed, seconds, policy, write }: LiveDemoOptions): Promise<LiveDemo> {
  const clock = new ManualClock(START)
  vi.useFakeTimers({ toFake: ['Date'], now: START })
  const server = policy && (await startFakeLipService({ policy }))
  const under = await startUnderTest(
    {
      ...(budget !== undefined && { budget }),
      ...(server && { lipserviceUrl: server.url, lipserviceApiKey: server.apiKey }),
      serviceName: name,
    },
    { seed, clock },
  )
  while (server !== undefined && under.logging.policy().version === undefined) await nextTurn()
  under.logging.getLogger('demo').emit({ severityNumber: INFO, body: `${name} started` })
  const beats = createBeats()
  const service = await SERVICES[name](under.logging, beats.every, write)
  let asked = 0
  const ask = async (url: string) => {
    const { method, path } = REQUESTS[asked++ % REQUESTS.length]!
    await (await fetch(url + path, { method })).arrayBuffer()
  }
  const end = seconds * 1_000
  for (let millis = STEP_MILLIS; millis <= end; millis += STEP_MILLIS) {
    // What the SDK does by itself at this time comes before what is logged at it.
    clock.advance(STEP_MILLIS)
    vi.setSystemTime(clock.now())
    while (watched.requestsUnderWay > 0) await nextTurn()
    beats.reach(millis)
    if (millis === Math.round(end * 0.4)) service.rareEvent?.()
    if (millis === Math.round(end * 0.5)) service.incident?.()
    const { url } = service
    if (url !== undefined && millis % LOAD_EVERY_MILLIS === 0)
      await Promise.all(Array.from({ length: (REQUESTS_PER_SECOND * LOAD_EVERY_MILLIS) / 1_000 }, () => ask(url)))
    await nextTurn()
  }
  await service.stop()
  await under.logging.forceFlush()
  const [stats, errorsLogged] = [under.logging.stats(), service.errorsLogged()]
  await under.close()
  await server?.close()
  vi.useRealTimers()
  return { stats, errorsLogged }
}

/** What a service does again and again, at times that are told. */
function createBeats(): { every: Every; reach(millis: number): void } {
  const beats = new Set<{ readonly millis: number; readonly work: () => void }>()
  return {
    every(millis, work) {
      const beat = { millis, work }
      beats.add(beat)
      return () => void beats.delete(beat)
    },
    reach(now) {
      for (const { millis, work } of beats) if (now % millis === 0) work()
    },
  }
}
