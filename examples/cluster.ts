/** A cluster: each worker process samples for itself, with its share of the budget. */
import cluster from 'node:cluster'
import { configureAdaptiveLogging } from 'lipservice'
import { wrapConsole } from 'lipservice/console'

const WORKERS = 2

if (cluster.isPrimary) {
  for (let i = 0; i < WORKERS; i++) cluster.fork()
} else {
  const logging = configureAdaptiveLogging({
    serviceName: 'cluster-example',
    budget: { recordsPerSecond: 20 },
    budgetShare: 1 / WORKERS,
  })
  wrapConsole({ thinDestination: true })
  for (let i = 0; i < 2_500; i++) console.info('request %d served', i)
  for (let i = 0; i < 5; i++) console.error('request %d failed', i)
  await logging.shutdown()
  cluster.worker?.disconnect()
}
