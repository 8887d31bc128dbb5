/** An app whose console is wrapped, and in which Node.js warns; what it prints goes nowhere. */
import { configureAdaptiveLogging } from 'lipservice'
import { wrapConsole } from 'lipservice/console'

process.stderr.write = () => true
configureAdaptiveLogging({ serviceName: 'warns' })
wrapConsole()
process.emitWarning('careful')
process.emitWarning('old', 'DeprecationWarning', 'DEP_OLD')
setImmediate(() => console.error(`(node:${process.pid}) Warning: careful`))
