import { setInterval } from 'node:timers'
import { parseArgs } from 'node:util'
import { startBackends } from './backends.ts'
import { startService } from './fleet.ts'
import { putUnderLoad } from './load.ts'
import type { Progress } from './messages.ts'
import type { Outcome } from './outcome.ts'
import type { OwnLipService } from './own-lipservice.ts'
import { resultOf } from './result.ts'
import { Screen } from './screen.ts'
import { stayUntilEnded } from './stay.ts'
import { Story } from './story.ts'
import { summaryOf } from './summary.ts'

const SERVICES = ['demo-shop', 'demo-mailer', 'demo-gateway']
const DEFAULT_SECONDS = '60'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    open: { type: 'boolean', default: false },
    seconds: { type: 'string', default: DEFAULT_SECONDS },
  },
})
const seconds = Number(values.seconds)
if (!Number.isInteger(seconds) || seconds < 1) {
  console.error(`--seconds must be a whole number of at least 1; got ${values.seconds}`)
  process.exit(2)
}
if (values.open && (values.json || process.env['LIPSERVICE_URL'])) {
  console.error("--open is for people, and for the demo's own LipService: neither with --json nor with LIPSERVICE_URL")
  process.exit(2)
}

const startedAt = Date.now() / 1000
const backends = await startBackends(process.env)
const services = await Promise.all(SERVICES.map((name) => startService(name, backends.options)))
const screen = new Screen(services, seconds)
const story = new Story(services, backends, (text) => {
  if (!values.json) screen.tell(text)
})
if (values.open) screen.tell(`The page, logged in: ${await backends.lipservice!.loginLink()}`)
let elapsed = 0
const ticker = setInterval(() => {
  elapsed++
  if (!values.json) screen.draw(elapsed)
}, 1_000)

const shop = services.find(({ url }) => url !== undefined)
await Promise.all([story.run(seconds), shop?.url && putUnderLoad(shop.url, seconds)])
clearInterval(ticker)
const stoppedAt = performance.now() / 1000
const last = await Promise.all(services.map(async (service) => [service.name, await service.stop()] as const))

const outcome: Outcome = {
  services: new Map(last),
  stoppedAt,
  told: story.told(),
  received: backends.received(),
  lipservice: backends.lipservice && (await askedOf(backends.lipservice, new Map(last))),
}
if (!values.open) await backends.close()
const result = resultOf(outcome)
if (!values.json) console.log(summaryOf(outcome, result))
console.log(JSON.stringify(result))
if (values.open) await stayUntilEnded(SERVICES, backends)

async function askedOf(lipservice: OwnLipService, all: ReadonlyMap<string, Progress>) {
  const seen = [...all.values()].reduce((sum, { stats }) => sum + stats.seen, 0)
  return {
    counted: await lipservice.counted(seen),
    policies: await Promise.all(
      SERVICES.map(async (service) => ({ service, versions: await lipservice.versions(service) })),
    ),
    incidents: await lipservice.incidents(),
    savings: await lipservice.savings(startedAt),
  }
}
