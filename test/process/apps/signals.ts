/** An app with a SIGTERM listener of its own, or none; says what it sees. */
import { writeSync } from 'node:fs'
import { configureAdaptiveLogging } from 'lipservice'

const [, , how = 'none'] = process.argv
const listen = () => {
  const register = how.startsWith('once') ? process.once.bind(process) : process.on.bind(process)
  register('SIGTERM', () => {
    writeSync(3, 'seen\n')
    // A graceful end takes its time; nobody may cut it short.
    setTimeout(() => {
      writeSync(3, 'done\n')
      process.exit(7)
    }, 300)
  })
}
if (how.endsWith('before')) listen()
const logging = configureAdaptiveLogging({ serviceName: 'signals', handleSignals: how !== 'off' })
if (how.endsWith('after')) listen()
logging.getLogger('signals').emit({ severityNumber: 17, body: 'order failed', attributes: { id: 1 } })
setInterval(() => {}, 1_000)
writeSync(3, 'ready\n')
