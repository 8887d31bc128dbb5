// Lives until it is killed, so that nothing but a delivery while it runs counts.
import { configureAdaptiveLogging } from 'lipservice'
import { wrapConsole } from 'lipservice/console'

const logging = configureAdaptiveLogging()
wrapConsole()
logging.getLogger('app').emit({ severityNumber: 17, body: 'an error' })
console.info('an info')
setInterval(() => {}, 1_000)
