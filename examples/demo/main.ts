import { setInterval } from 'node:timers'
import { parseArgs } from 'node:util'
import { configureAdaptiveLogging } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import { SERVICE, startBackends } from './backends.ts'
import { putUnderLoad } from './load.ts'
import { drawProgress } from './screen.ts'
import { createShop } from './shop.ts'
import { type Outcome, resultOf, summaryOf } from './summary.ts'

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '30' } },
})
const seconds = Number(values.seconds)
if (!Number.isInteger(seconds) || seconds < 1) {
  console.error(`--seconds must be a whole number of at least 1; got ${values.seconds}`)
  process.exit(2)
}

const backends = await startBackends(process.env)
const logging = configureAdaptiveLogging({ serviceName: SERVICE, ...backends.options })
let ownLines = 0
const shop = createShop(() => {
  ownLines++
})
wrapPino(shop.app.log)
const url = await shop.app.listen({ host: '127.0.0.1', port: 0 })

const rareAt = Math.ceil(seconds * 0.4)
const policyAt = Math.ceil(seconds * 0.05)
let elapsed = 0
const ticker = setInterval(() => {
  elapsed++
  if (elapsed === policyAt) void backends.servePolicy()
  if (elapsed === rareAt) shop.rareEvent()
  if (!values.json) drawProgress(logging, elapsed, seconds)
}, 1_000)

await putUnderLoad(url, seconds)
clearInterval(ticker)
await shop.close()
const policy = logging.policy()
await logging.shutdown()

const outcome: Outcome = {
  stats: logging.stats(),
  policy,
  errorsLogged: shop.errorsLogged(),
  received: backends.received(),
  lipservice: await backends.lipservice?.counted(SERVICE, logging.stats().seen),
}
await backends.close()
if (!values.json) console.log(summaryOf(outcome), `\nThe shop's own log got all ${ownLines} lines.\n`)
console.log(JSON.stringify(resultOf(outcome)))
