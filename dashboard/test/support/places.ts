import type { PageServer } from './page-server.js'

/** An address of the page, and a name for it. */
export interface Place {
  readonly name: string
  readonly path: string
}

/** Addresses that need nothing of the server. */
const FIXED: Readonly<Record<string, string>> = {
  overview: '/',
  services: '/services',
  patterns: '/patterns',
  incidents: '/incidents',
  policies: '/policies',
  savings: '/savings',
  advice: '/advice',
  audit: '/audit',
  'settings-budgets': '/settings/budgets',
  'settings-keys': '/settings/keys',
  'settings-webhook': '/settings/webhook',
  'settings-posthog': '/settings/posthog',
  'settings-model': '/settings/model',
  'settings-price': '/settings/price',
  setup: '/setup',
  verdicts: '/verdicts?state=all',
}

interface Named {
  readonly services: readonly { readonly name: string; readonly candidate: { readonly version: number } | null }[]
  readonly patterns: readonly { readonly signature: string; readonly service: string }[]
  readonly incidents: readonly { readonly id: number }[]
  readonly versions: readonly { readonly version: number }[]
}

/** Returns all screens, with what the server has: one service, one pattern of it, one policy and version, and one incident. */
export async function placesOf(server: PageServer, key: string, service?: string): Promise<Place[]> {
  const get = async <K extends keyof Named>(name: K, path: string): Promise<Named[K]> => {
    const { status, json } = await server.api.call('GET', path, { key })
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(json)}`)
    return json[name] as Named[K]
  }
  const services = await get('services', '/api/v1/services')
  const one = service ?? services[0]?.name
  const places = Object.entries(FIXED).map(([name, path]): Place => ({ name, path }))
  if (one === undefined) return places
  const of = encodeURIComponent(one)
  const [pattern] = await get('patterns', `/api/v1/patterns?service=${of}&limit=1`)
  const [incident] = await get('incidents', '/api/v1/incidents?limit=1')
  const policyOf = services.find(({ candidate }) => candidate !== null)?.name ?? one
  const policy = `/policies/${encodeURIComponent(service ?? policyOf)}`
  const [version] = await get('versions', `/api/v1${policy}/history?limit=1`)
  return [
    ...places,
    { name: 'service', path: `/services/${of}` },
    ...(pattern === undefined ? [] : [{ name: 'pattern', path: `/services/${of}?pattern=${pattern.signature}` }]),
    ...(incident === undefined ? [] : [{ name: 'incident', path: `/incidents/${incident.id}` }]),
    { name: 'policy', path: policy },
    ...(version === undefined ? [] : [{ name: 'version', path: `${policy}/${version.version}` }]),
  ]
}
