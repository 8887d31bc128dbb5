/** The console, and whose request a call belongs to. */
import { configureAdaptiveLogging, withLogContext } from 'lipservice'
import { wrapConsole } from 'lipservice/console'

configureAdaptiveLogging({ serviceName: 'console-example' })
wrapConsole({ thinDestination: true })

for (let i = 0; i < 5_000; i++) {
  withLogContext({ posthogDistinctId: `user-${i % 10}` }, () => {
    console.log('payment %d accepted', i)
    if (i % 500 === 0) console.error('payment %d declined', i, new Error('insufficient funds'))
  })
}
