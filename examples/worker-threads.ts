/** Worker threads: each has an SDK of its own, with its share of the budget. */
import { isMainThread, Worker } from 'node:worker_threads'
import { configureAdaptiveLogging } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import pino from 'pino'

const THREADS = 2

if (isMainThread) {
  for (let i = 0; i < THREADS; i++) new Worker(new URL(import.meta.url))
} else {
  const logging = configureAdaptiveLogging({
    serviceName: 'worker-example',
    budget: { recordsPerSecond: 20 },
    budgetShare: 1 / THREADS,
  })
  const logger = wrapPino(pino(), { thinDestination: true })
  for (let i = 0; i < 2_500; i++) logger.info('task %d done', i)
  for (let i = 0; i < 5; i++) logger.error('task %d failed', i)
  await logging.shutdown()
}
