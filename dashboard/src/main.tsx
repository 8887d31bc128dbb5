import { render } from 'preact'
import { App } from './app.js'
import { startKeys } from './shell/keys.js'
import { startOpening } from './shell/open.js'
import { startTheme } from './state/preferences.js'
import { startPulse } from './state/pulse.js'
import { startRouting } from './state/url.js'

startTheme()
startRouting()
startPulse()
startKeys()
startOpening()
render(<App />, document.getElementById('app')!)
