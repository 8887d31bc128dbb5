// As app.mjs, but by require: what bundlers then find are the package's other files.
const { configureAdaptiveLogging } = require('lipservice')
const { wrapConsole } = require('lipservice/console')

const logging = configureAdaptiveLogging()
wrapConsole()
logging.getLogger('app').emit({ severityNumber: 17, body: 'an error' })
console.info('an info')
setInterval(() => {}, 1_000)
