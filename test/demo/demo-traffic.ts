import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'
import { vi } from 'vitest'
import type { AdaptiveLogging } from '../../src/index.js'
import type { LogRecord } from '../../src/record/log-record.js'
import { collectorOf } from './collector.ts'
import { drive, type ServiceName } from './drive.ts'
import { START } from './live-demo.ts'

/** Characters that are written in one go. */
const PIECE = 1 << 16

export interface DemoTraffic {
  readonly lines: Readable
  /** Errors as the service itself counts, once all is written. */
  readonly errors: Promise<number>
}

/** The log of a service of the demo, for so many seconds of times that are told, and nobody who samples it. */
export function demoTraffic(name: ServiceName, seconds: number): DemoTraffic {
  const lines = new PassThrough()
  const collect = collectorOf(name)
  let waiting = ''
  const write = (line: string) => {
    waiting += `${line.trimEnd()}\n`
  }
  async function produce(): Promise<number> {
    vi.useFakeTimers({ toFake: ['Date'], now: START })
    const errors = await drive({
      name,
      logging: { getLogger: loggerTo(write, collect) } as unknown as AdaptiveLogging,
      seconds,
      write,
      async reach(millis) {
        vi.setSystemTime(START + millis)
        if (waiting.length < PIECE) return
        const piece = waiting
        waiting = ''
        if (!lines.write(piece)) await once(lines, 'drain')
      },
    })
    lines.end(waiting)
    vi.useRealTimers()
    return errors
  }
  return { lines, errors: produce() }
}

/** What a service logs by that is not on a logger of its own. */
const loggerTo = (write: (line: string) => void, collect: ReturnType<typeof collectorOf>) => (name: string) => ({
  emit: (record: LogRecord) => write(collect({ ...record, instrumentationScope: { name } }, Date.now())),
})
