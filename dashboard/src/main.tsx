import { render } from 'preact'
import { App } from './app.js'
import { startKeys } from './shell/keys.js'
import { startTheme } from './state/preferences.js'
import { startPulse } from './state/pulse.js'
import { startRouting } from './state/url.js'

startTheme()
startRouting()
startPulse()
startKeys()
render(<App />, document.getElementById('app')!)
