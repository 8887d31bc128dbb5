import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { screenOf } from './routes.js'
import { Login } from './screens/login/login.js'
import { NotFound } from './screens/not-found/not-found.js'
import { Unreachable } from './screens/not-found/unreachable.js'
import { loadSession, session, sessionProblem } from './state/session.js'
import { path } from './state/url.js'

/** The screen of the address; of who is not logged in, the login. */
export function App(): JSX.Element | null {
  useEffect(() => void loadSession(), [])
  if (session.value === 'out' || path.value === '/login') return <Login />
  if (session.value === 'unknown') return sessionProblem.value === undefined ? null : <Unreachable />
  const found = screenOf(path.value)
  if (found === undefined) return <NotFound />
  const { screen: Screen, params } = found
  // A version or a tab further is the same screen: its lists stay.
  return <Screen key={params['service'] ?? params['id']} params={params} />
}
