/** A cluster: each worker process samples for itself. Run it with POSTHOG_API_KEY set, or against the test kit's PostHog. */
import cluster from 'node:cluster'
import { once } from 'node:events'
import { configureAdaptiveLogging } from 'lipservice'
import { wrapConsole } from 'lipservice/console'
import { startFakePostHog } from 'lipservice/testing'

const WORKERS = 2

async function work(): Promise<void> {
  const logging = configureAdaptiveLogging({ serviceName: 'cluster-example', budgetShare: 1 / WORKERS })
  wrapConsole({ thinDestination: true })
  for (let i = 0; i < 2_500; i++) console.info('request %d served', i)
  for (let i = 0; i < 5; i++) console.error('request %d failed', i)
  await logging.shutdown()
  const { seen, kept, bySeverity } = logging.stats()
  process.send!({ seen, kept, errors: bySeverity.ERROR.kept }, () => process.disconnect())
}

async function main(): Promise<void> {
  const posthog = process.env['POSTHOG_API_KEY'] ? undefined : await startFakePostHog()
  cluster.setupPrimary({ silent: true })
  const results = await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      const worker = cluster.fork(posthog && { POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url })
      const [result] = await once(worker, 'message')
      return result
    }),
  )
  const sum = (name: string) => results.reduce((total, result) => total + result[name], 0)
  const arrived = posthog?.records.length
  console.log(JSON.stringify({ seen: sum('seen'), kept: sum('kept'), errors: sum('errors'), arrived }))
  await posthog?.close()
}

await (cluster.isPrimary ? main() : work())
