import type { AdaptiveLogging } from 'lipservice'
import { seededRandom } from 'lipservice/testing'
import type { Every, Service } from './service.ts'

const TICK_MILLIS = 20
const REQUESTS_PER_TICK = 14
const FAILURES = 0.004
/** Every so many ticks an upstream is slow, as it has always been now and then; during the incident many times a tick. */
const SLOW_EVERY_TICKS = 100
const SLOW_IN_INCIDENT = 1

const DEBUG = 5
const INFO = 9
const WARN = 13
const ERROR = 17
const UPSTREAMS = ['orders', 'items', 'customers', 'billing']

/** An API gateway that logs through OpenTelemetry: an access line a request, steadily, and hardly anything else. */
export async function startGateway(logging: AdaptiveLogging, every: Every): Promise<Service> {
  const random = seededRandom(13)
  const log = logging.getLogger('gateway')
  let errorsLogged = 0
  let ticks = 0
  let slowPerTick = 0

  const slow = () =>
    log.emit({ severityNumber: WARN, body: `upstream billing answered after ${900 + Math.floor(random() * 3_000)} ms` })

  function request(): void {
    const upstream = UPSTREAMS[Math.floor(random() * UPSTREAMS.length)]!
    const id = Math.floor(random() * 90_000)
    if (random() < FAILURES) {
      errorsLogged++
      log.emit({ severityNumber: ERROR, body: `GET /${upstream}/${id} failed: upstream closed the connection` })
      return
    }
    const millis = (2 + random() * 60).toFixed(1)
    const attributes = { 'http.response.status_code': 200, 'server.address': `${upstream}.internal` }
    log.emit({ severityNumber: INFO, body: `GET /${upstream}/${id} 200 in ${millis} ms`, attributes })
  }

  const endTraffic = every(TICK_MILLIS, () => {
    for (let i = 0; i < REQUESTS_PER_TICK; i++) request()
    if (++ticks % SLOW_EVERY_TICKS === 0) slow()
    for (let i = 0; i < slowPerTick; i++) slow()
    if (ticks % 50 === 0) log.emit({ severityNumber: DEBUG, body: `pool of ${40 + (ticks % 7)} connections checked` })
  })

  return {
    errorsLogged: () => errorsLogged,
    incident() {
      slowPerTick = SLOW_IN_INCIDENT
    },
    async stop() {
      endTraffic()
    },
  }
}
