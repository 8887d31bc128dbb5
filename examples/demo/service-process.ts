/** One service of the demo in a process of its own: `node service-process.ts <name>`, told what to do by its parent. */
import { setInterval } from 'node:timers'
import { type AdaptiveLoggingOptions, configureAdaptiveLogging } from 'lipservice'
import type { FromService, ToService } from './messages.ts'
import { startGateway } from './services/gateway.ts'
import { startMailer } from './services/mailer.ts'
import type { Every, StartService } from './services/service.ts'
import { startShop } from './services/shop.ts'

const SERVICES: Readonly<Record<string, StartService>> = {
  'demo-shop': startShop,
  'demo-mailer': startMailer,
  'demo-gateway': startGateway,
}
const STATS_MILLIS = 500

const name = process.argv[2]!
const options = JSON.parse(process.env['DEMO_OPTIONS']!) as AdaptiveLoggingOptions
const logging = configureAdaptiveLogging({ ...options, serviceName: name })
const every: Every = (millis, work) => {
  const timer = setInterval(work, millis)
  return () => clearInterval(timer)
}
const service = await SERVICES[name]!(logging, every)

const send = (message: FromService) => process.send?.(message)
const progress = () => ({ stats: logging.stats(), policy: logging.policy(), errorsLogged: service.errorsLogged() })
send({ type: 'ready', url: service.url })
const ticker = setInterval(() => send({ type: 'progress', ...progress() }), STATS_MILLIS)

process.on('disconnect', () => process.exit())
process.on('message', async ({ type }: ToService) => {
  if (type === 'incident') service.incident?.()
  if (type === 'rare event') service.rareEvent?.()
  if (type === 'mark') {
    await logging.forceFlush()
    send({ type: 'marked', ...progress() })
  }
  if (type === 'stop') {
    clearInterval(ticker)
    const { policy } = progress()
    await service.stop()
    await logging.shutdown()
    send({ type: 'stopped', ...progress(), policy })
    process.disconnect()
  }
})
