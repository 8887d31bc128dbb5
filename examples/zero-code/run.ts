/**
 * The app beside this file, thinned without a change: the same as `node --import lipservice/register app.ts` with POSTHOG_API_KEY set, here against
 * the test kit's PostHog.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startFakePostHog } from 'lipservice/testing'

const posthog = await startFakePostHog()
const app = fileURLToPath(new URL('app.ts', import.meta.url))
const child = spawn(process.execPath, ['--import', 'lipservice/register', app], {
  stdio: 'ignore',
  env: {
    ...process.env,
    OTEL_SERVICE_NAME: 'zero-code-example',
    POSTHOG_API_KEY: posthog.token,
    POSTHOG_HOST: posthog.url,
  },
})
await once(child, 'exit')

const { records } = posthog
const weight = records.reduce((sum, { attributes }) => sum + Number(attributes['lipservice.weight']), 0)
const errors = records.filter(({ severityNumber }) => severityNumber >= 17).length
console.log(JSON.stringify({ seen: 5_010, estimated: weight, kept: records.length, errors, arrived: records.length }))
await posthog.close()
