/** Logs at a steady rate, every tenth record of a template never seen before, and says the heap after a collection every so often. */
import { configureAdaptiveLogging } from 'lipservice'

const [, , seconds = '10', rate = '5000', sampleSeconds = '1', spool = ''] = process.argv
const logging = configureAdaptiveLogging({ serviceName: 'soak', ...(spool !== '' && { spoolDirectory: spool }) })
const logger = logging.getLogger('soak')
const TICK_MILLIS = 20
const perTick = (Number(rate) * TICK_MILLIS) / 1_000
const startedAt = Date.now()
const heaps: [seconds: number, heap: number][] = []
let id = 0
let nextSample = Number(sampleSeconds)

const timer = setInterval(() => {
  for (let i = 0; i < perTick; i++, id++) {
    if (id % 1_000 === 0) logger.emit({ severityNumber: 17, body: `job ${id} failed`, attributes: { id } })
    else if (id % 10 === 0) logger.emit({ severityNumber: 9, body: `unseen ${letters(id)} came`, attributes: { id } })
    else
      logger.emit({ severityNumber: 9, body: `request ${id} served in ${id % 90} ms`, attributes: { id, path: '/a' } })
  }
  const elapsed = (Date.now() - startedAt) / 1_000
  if (elapsed >= nextSample) {
    nextSample += Number(sampleSeconds)
    globalThis.gc!()
    heaps.push([elapsed, process.memoryUsage().heapUsed])
  }
  if (elapsed >= Number(seconds)) {
    clearInterval(timer)
    void end()
  }
}, TICK_MILLIS)

async function end(): Promise<void> {
  const { seen } = logging.stats()
  const { spool: _, ...delivery } = logging.stats().delivery
  await logging.shutdown()
  process.send?.({ heaps, seen, errors: Math.ceil(id / 1_000), delivery, rss: process.memoryUsage().rss })
  process.disconnect?.()
}

function letters(n: number): string {
  let text = ''
  for (let rest = n; rest > 0; rest = Math.floor(rest / 26)) text += String.fromCharCode(97 + (rest % 26))
  return text
}
