/** Logs more errors than its spool has room for, says why it dies, and kills itself: at once, or when it has had some time. */
import { setTimeout as delay } from 'node:timers/promises'
import { configureAdaptiveLogging } from 'lipservice'

const [, , id = '0', millis = '0', count = '8000'] = process.argv
const logger = configureAdaptiveLogging({ serviceName: 'dying', spoolMaxBytes: 2 ** 20 }).getLogger('crash')
for (let i = 0; i < Number(count); i++) logger.emit({ severityNumber: 17, body: 'no connection to the database' })
logger.emit({ severityNumber: 21, body: 'cannot start', attributes: { id: Number(id) } })
if (Number(millis) > 0) await delay(Number(millis))
process.kill(process.pid, 'SIGKILL')
