import { Overview } from './screens/overview/overview.js'
import { lazy, type Params, type Screen } from './shell/lazy.js'

const advice = lazy(async () => (await import('./screens/advice/advice.js')).AdviceScreen)
const audit = lazy(async () => (await import('./screens/audit/audit.js')).Audit)
const incidents = lazy(async () => (await import('./screens/incidents/incidents.js')).Incidents)
const incident = lazy(async () => (await import('./screens/incidents/incident.js')).Incident)
const policies = lazy(async () => (await import('./screens/policies/policies.js')).Policies)
const policy = lazy(async () => (await import('./screens/policies/policy.js')).Policy)
const settings = lazy(async () => (await import('./screens/settings/settings.js')).Settings)
const savings = lazy(async () => (await import('./screens/savings/savings.js')).Savings)
const services = lazy(async () => (await import('./screens/overview/services.js')).Services)
const setup = lazy(async () => (await import('./screens/setup/setup.js')).Setup)
const service = lazy(async () => (await import('./screens/service/service.js')).ServiceScreen)
const verdicts = lazy(async () => (await import('./screens/verdicts/verdicts.js')).Verdicts)
const patterns = lazy(async () => (await import('./screens/patterns/patterns.js')).PatternsScreen)

/** A path with `:names`, and what shows it. The overview comes with the page; others when they are gone to. */
const ROUTES: readonly (readonly [string, Screen])[] = [
  ['/', Overview],
  ['/advice', advice],
  ['/audit', audit],
  ['/incidents', incidents],
  ['/incidents/:id', incident],
  ['/policies', policies],
  ['/policies/:service', policy],
  ['/policies/:service/:version', policy],
  ['/services/:service', service],
  ['/patterns', patterns],
  ['/settings', settings],
  ['/settings/:tab', settings],
  ['/savings', savings],
  ['/services', services],
  ['/setup', setup],
  ['/verdicts', verdicts],
]

const matchers = ROUTES.map(([pattern, screen]) => ({
  expression: new RegExp(`^${pattern.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`),
  screen,
}))

/** Returns the screen of a path and what it names; `undefined`: there is none. */
export function screenOf(path: string): { screen: Screen; params: Params } | undefined {
  for (const { expression, screen } of matchers) {
    const found = expression.exec(path)
    if (found !== null) {
      const params = decoded(found.groups ?? {})
      return params && { screen, params }
    }
  }
  return undefined
}

function decoded(groups: Readonly<Record<string, string>>): Params | undefined {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]))
  } catch {
    return undefined
  }
}
