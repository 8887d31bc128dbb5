import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Boundary } from './parts/boundary.js'
import { screenOf } from './routes.js'
import { Login } from './screens/login/login.js'
import { NotFound } from './screens/not-found/not-found.js'
import { Unreachable } from './screens/not-found/unreachable.js'
import { Frame } from './shell/frame.js'
import { loadSession, session, sessionProblem } from './state/session.js'
import { path } from './state/url.js'
import { shell } from './texts/shell.js'

export const App = (): JSX.Element => (
  <Boundary>
    <Page />
  </Boundary>
)

/** The screen of the address; of who is not logged in, the login. */
function Page(): JSX.Element | null {
  useEffect(() => void loadSession(), [])
  if (session.value === 'out' || path.value === '/login') return <Login />
  if (session.value === 'unknown') return sessionProblem.value === undefined ? null : <Unreachable />
  const found = screenOf(path.value)
  if (found === undefined) return <NotFound />
  const { screen: Screen, params } = found
  // A version or a tab further is the same screen: its lists stay.
  return (
    <Boundary around={inFrame}>
      <Screen key={params['service'] ?? params['id']} params={params} />
    </Boundary>
  )
}

const inFrame = (said: JSX.Element): JSX.Element => (
  <Frame page={undefined} title={shell.broken}>
    {said}
  </Frame>
)
