/** Worker threads: each has an SDK of its own, with its share of the budget. Run it with POSTHOG_API_KEY set, or against the test kit's PostHog. */
import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { configureAdaptiveLogging } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import { startFakePostHog } from 'lipservice/testing'
import pino from 'pino'

const THREADS = 2

async function work(destination: object): Promise<void> {
  const logging = configureAdaptiveLogging({ serviceName: 'worker-example', budgetShare: 1 / THREADS, ...destination })
  const logger = wrapPino(pino({}, pino.destination('/dev/null')))
  for (let i = 0; i < 2_500; i++) logger.info('task %d done', i)
  for (let i = 0; i < 5; i++) logger.error('task %d failed', i)
  await logging.shutdown()
  const { seen, kept, bySeverity } = logging.stats()
  parentPort?.postMessage({ seen, kept, errors: bySeverity.ERROR.kept })
}

async function main(): Promise<void> {
  const posthog = process.env['POSTHOG_API_KEY'] ? undefined : await startFakePostHog()
  const destination = posthog ? { posthogApiKey: posthog.token, posthogHost: posthog.url } : {}
  const file = new URL(import.meta.url)
  const results = await Promise.all(
    Array.from(
      { length: THREADS },
      async () => (await once(new Worker(file, { workerData: destination }), 'message'))[0],
    ),
  )
  const sum = (name: string) => results.reduce((total, result) => total + result[name], 0)
  const arrived = posthog?.records.length
  console.log(JSON.stringify({ seen: sum('seen'), kept: sum('kept'), errors: sum('errors'), arrived }))
  await posthog?.close()
}

await (isMainThread ? main() : work(workerData))
