/**
 * How long the process of an app that only logs lives after its last batch was acknowledged:
 * `npm run bench:end`, or `NODE=/path/to/node npm run bench:end` for another Node.js.
 */
import { spawn } from 'node:child_process'
import { startFakePostHog } from 'lipservice/testing'
import { median } from './harness.ts'

const RUNS = 21
const APP = `
  import { configureAdaptiveLogging } from 'lipservice'
  const logger = configureAdaptiveLogging({ serviceName: 'bench' }).getLogger('bench')
  for (let i = 0; i < 1000; i++) logger.emit({ severityNumber: 17, body: 'record ' + i })`

const node = process.env['NODE'] ?? process.execPath
const waits: number[] = []
let delivered = 0
for (let run = 0; run < RUNS; run++) {
  const posthog = await startFakePostHog()
  let lastRecord = 0
  posthog.onRecord(() => {
    lastRecord = performance.now()
  })
  const env = { ...process.env, POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url }
  const child = spawn(node, ['--input-type=module', '-e', APP], { env, stdio: 'inherit' })
  const code = await new Promise((resolve) => child.on('exit', resolve))
  waits.push(performance.now() - lastRecord)
  delivered += posthog.records.length
  if (code !== 0) throw new Error(`exit code ${code}`)
  await posthog.close()
}
console.log(`${node}: ${delivered} of ${RUNS * 1_000} records delivered`)
console.log(
  `from the last record to the end of the process: median ${median(waits).toFixed(0)} ms, longest ${Math.max(...waits).toFixed(0)} ms`,
)
