/**
 * Runs an example beside a PostHog and a LipService server of its own, on loopback: `npm run example pino`. An example that
 * listens is asked for 5,000 orders and ended by SIGTERM. What the two servers were sent is printed as one line of JSON.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startFakeLipService, startFakePostHog } from 'lipservice/testing'
import { Pool } from 'undici'

const ERROR_SEVERITY = 17
const ORDERS = 5_000
const CONNECTIONS = 8

const name = process.argv[2] ?? 'pino'
const file = fileURLToPath(new URL(`../${name}.ts`, import.meta.url))
// The app that does not know us is the one for zero code.
const flags = /\bfrom 'lipservice/.test(readFileSync(file, 'utf8')) ? [] : ['--import', 'lipservice/register']

const posthog = await startFakePostHog()
const lipservice = await startFakeLipService()
const example = fork(file, {
  execArgv: flags,
  silent: true,
  env: {
    ...process.env,
    PORT: '0',
    POSTHOG_API_KEY: posthog.token,
    POSTHOG_HOST: posthog.url,
    LIPSERVICE_URL: lipservice.url,
    LIPSERVICE_API_KEY: lipservice.apiKey,
  },
})
example.stderr?.on('data', (chunk) => process.stderr.write(chunk))
let ordered: Promise<void> | undefined
createInterface(example.stdout!).on('line', (line) => {
  const url = /^listening on (http:\S+)$/.exec(line)?.[1]
  if (url !== undefined) ordered = order(url)
})
const [code, signal] = await once(example, 'close')
await ordered
if (code !== 0 && signal !== 'SIGTERM') throw new Error(`the example ended by ${code ?? signal}`)

const { records } = posthog
const { reports } = lipservice
console.log(
  JSON.stringify({
    seen: sum(reports.map(({ total_logs }) => total_logs)),
    kept: sum(reports.flatMap(({ kept_by_reason = {} }) => Object.values(kept_by_reason))),
    errors: records.filter(({ severityNumber }) => severityNumber >= ERROR_SEVERITY).length,
    arrived: records.length,
  }),
)
await Promise.all([posthog.close(), lipservice.close()])

async function order(url: string): Promise<void> {
  const client = new Pool(url, { connections: CONNECTIONS })
  const get = async (id: number) => {
    const { body } = await client.request({ path: `/orders/${id}`, method: 'GET', headers: { 'x-user': `u${id % 7}` } })
    await body.dump()
  }
  await Promise.all(Array.from({ length: ORDERS }, (_, id) => get(id)))
  await client.close()
  example.kill('SIGTERM')
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
