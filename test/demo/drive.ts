import { setImmediate as nextTurn } from 'node:timers/promises'
import { REQUESTS, REQUESTS_PER_SECOND } from '../../examples/demo/requests.ts'
import { startGateway } from '../../examples/demo/services/gateway.ts'
import { startMailer } from '../../examples/demo/services/mailer.ts'
import type { Every, StartService, Write } from '../../examples/demo/services/service.ts'
import { startShop } from '../../examples/demo/services/shop.ts'
import type { AdaptiveLogging } from '../../src/index.js'

const STEP_MILLIS = 10
const LOAD_EVERY_MILLIS = 20

export const SERVICES = {
  'demo-shop': startShop,
  'demo-mailer': startMailer,
  'demo-gateway': startGateway,
} as const satisfies Readonly<Record<string, StartService>>

export type ServiceName = keyof typeof SERVICES

export interface Drive {
  readonly name: ServiceName
  readonly logging: AdaptiveLogging
  readonly seconds: number
  /** Gets the service's own log. */
  readonly write: Write
  /** Called for each step of time, before anything is logged at it. */
  readonly reach: (millis: number) => Promise<void> | void
}

/** Lets a service of the demo work on times that are told, with its load, its rare event and its incident. Returns the errors that it counted. */
export async function drive({ name, logging, seconds, write, reach }: Drive): Promise<number> {
  const beats = createBeats()
  const service = await SERVICES[name](logging, beats.every, write)
  let asked = 0
  const ask = async (url: string) => {
    const { method, path } = REQUESTS[asked++ % REQUESTS.length]!
    await (await fetch(url + path, { method })).arrayBuffer()
  }
  const end = seconds * 1_000
  for (let millis = STEP_MILLIS; millis <= end; millis += STEP_MILLIS) {
    await reach(millis)
    beats.reach(millis)
    if (millis === Math.round(end * 0.4)) service.rareEvent?.()
    if (millis === Math.round(end * 0.5)) service.incident?.()
    const { url } = service
    if (url !== undefined && millis % LOAD_EVERY_MILLIS === 0)
      await Promise.all(Array.from({ length: (REQUESTS_PER_SECOND * LOAD_EVERY_MILLIS) / 1_000 }, () => ask(url)))
    await nextTurn()
  }
  await service.stop()
  return service.errorsLogged()
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
