/** The console, thinned: run it with POSTHOG_API_KEY set, or against the test kit's PostHog as it stands. */
import { configureAdaptiveLogging, withLogContext } from 'lipservice'
import { wrapConsole } from 'lipservice/console'
import { startFakePostHog } from 'lipservice/testing'

const posthog = process.env['POSTHOG_API_KEY'] ? undefined : await startFakePostHog()
const logging = configureAdaptiveLogging({
  serviceName: 'console-example',
  ...(posthog && { posthogApiKey: posthog.token, posthogHost: posthog.url }),
})
// Nothing is printed here: the console of this example prints nowhere.
const silent = (..._: unknown[]) => {}
const out = { trace: silent, debug: silent, log: silent, info: silent, warn: silent, error: silent }
const restore = wrapConsole({ console: out })

for (let i = 0; i < 5_000; i++) {
  withLogContext({ posthogDistinctId: `user-${i % 10}` }, () => {
    out.log('payment %d accepted', i)
    if (i % 500 === 0) out.error('payment %d declined', i, new Error('insufficient funds'))
  })
}

restore()
await logging.shutdown()
const { seen, kept, bySeverity } = logging.stats()
console.log(JSON.stringify({ seen, kept, errors: bySeverity.ERROR.kept, arrived: posthog?.records.length }))
await posthog?.close()
