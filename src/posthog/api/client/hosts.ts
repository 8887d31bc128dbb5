import { redactText } from '../../../redaction/redact-text.js'

/** Where requests go. */
export interface Hosts {
  /** Origin of the app and its API. */
  readonly app: string
  /** Origin that takes events. */
  readonly ingest: string
}

const REGIONS: Readonly<Record<string, Hosts>> = {
  us: { app: 'https://us.posthog.com', ingest: 'https://us.i.posthog.com' },
  eu: { app: 'https://eu.posthog.com', ingest: 'https://eu.i.posthog.com' },
}

/** What PostHog itself is reached by, and its former names. */
const KNOWN_HOSTS = new Set([
  'us.posthog.com',
  'eu.posthog.com',
  'app.posthog.com',
  'us.i.posthog.com',
  'eu.i.posthog.com',
  'oauth.posthog.com',
])

/** Which hosts may be asked beside PostHog's own. */
export interface HostRules {
  /** With a port where it is not 443. */
  readonly allowed: readonly string[]
  readonly allowLoopback: boolean
}

/**
 * Returns where requests go.
 *
 * @param host `us`, `eu` or the URL of an instance
 * @param ingestHost default: that of the region, or `host`
 * @throws TypeError if one is no URL, not https, or not on the list
 */
export function hostsOf(host: string, ingestHost: string | undefined, rules: HostRules): Hosts {
  const region = REGIONS[host.toLowerCase()]
  const app = region?.app ?? originOf('host', host, rules)
  const ingest =
    ingestHost === undefined ? (region?.ingest ?? ingestOf(app)) : originOf('ingestHost', ingestHost, rules)
  return { app, ingest }
}

/** Of a region that was given by its URL. */
const ingestOf = (app: string): string => Object.values(REGIONS).find((region) => region.app === app)?.ingest ?? app

function originOf(option: string, given: string, { allowed, allowLoopback }: HostRules): string {
  const fail = (why: string) =>
    new TypeError(
      `${option} must be 'us', 'eu' or an https URL: ${JSON.stringify(redactText(given.slice(0, 100)))} ${why}`,
    )
  if (!URL.canParse(given)) throw fail('is no URL')
  const url = new URL(given)
  if (url.username !== '' || url.password !== '')
    throw new TypeError(`${option} must have no user name or password in it`)
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw fail('has more than a host in it')
  if (allowLoopback && isLoopback(url)) return url.origin
  if (url.protocol !== 'https:') throw fail('does not begin with https://')
  if (!KNOWN_HOSTS.has(url.host) && !allowed.some((name) => name.toLowerCase() === url.host))
    throw new TypeError(`${option}: ${url.host} is not PostHog's, and not in allowedHosts`)
  return url.origin
}

/** An address, not a name: a name leads where somebody else says. */
export const isLoopback = (url: URL): boolean =>
  url.protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(url.hostname)
