/** Configures, logs, and does nothing else: the process must end by itself. */
import { configureAdaptiveLogging } from 'lipservice'

const [, , count = '100', exitCode = ''] = process.argv
const logging = configureAdaptiveLogging({ serviceName: 'child' })
const logger = logging.getLogger('child')
for (let i = 0; i < Number(count); i++) logger.emit({ severityNumber: 17, body: `record ${i}` })
if (exitCode !== '') process.exitCode = Number(exitCode)
process.on('exit', (code) => {
  process.send?.({ at: Date.now(), code, stats: logging.stats().delivery })
})
