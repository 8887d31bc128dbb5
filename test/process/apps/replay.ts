/** Delivers what dead processes left in the spool, and ends. */
import { readdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { configureAdaptiveLogging } from 'lipservice'

const found = readdirSync(process.env['LIPSERVICE_SPOOL_DIR']!, { recursive: true }) as string[]
const hasLeft = found.some((file) => file.endsWith('.seg'))
const logging = configureAdaptiveLogging({ serviceName: 'dying', spoolMaxBytes: 4 * 1024 ** 3 })
const deadline = Date.now() + 600_000
do await delay(20)
while (!isDone() && Date.now() < deadline)
await logging.shutdown()
process.exitCode = isDone() ? 0 : 1

function isDone(): boolean {
  const { pending, spool } = logging.stats().delivery
  return pending === 0 && spool?.bytes === 0 && (!hasLeft || spool.adoptedSegments > 0)
}
