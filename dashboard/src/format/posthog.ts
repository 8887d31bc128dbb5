/** Of the viewer in PostHog, relative times. */
export type PostHogSince = '-3h' | '-24h' | '-7d'

interface PostHogTarget {
  readonly service: string
  /** Of one pattern; absent: all of the service. */
  readonly signature?: string
  readonly since: PostHogSince
}

/**
 * Returns the address of PostHog's log viewer with the records of a service or a pattern; `undefined` where the project's
 * address is none of the web.
 *
 * @param project address of the project, as in the settings: `https://eu.posthog.com/project/1`
 * @example postHogLink(settings.posthog_url, { service: 'checkout-api', signature: '46d3a13b0e06d0db', since: '-24h' })
 */
export function postHogLink(project: string, { service, signature, since }: PostHogTarget): string | undefined {
  const base = URL.parse(project)
  if (base === null || !/^https?:$/.test(base.protocol)) return undefined
  base.pathname = `${base.pathname.replace(/\/+$/, '')}/logs`
  base.hash = ''
  base.search = new URLSearchParams({
    activeTab: 'viewer',
    serviceNames: JSON.stringify([service]),
    dateRange: JSON.stringify({ date_from: since, date_to: null }),
    ...(signature !== undefined && {
      filterGroup: JSON.stringify({ type: 'AND', values: [{ type: 'AND', values: [filterOf(signature)] }] }),
    }),
  }).toString()
  return base.href
}

/** An exact value that reads as a number is looked up among the numbers, where no signature is: such a one is matched as text. */
function filterOf(signature: string) {
  const item = { key: 'lipservice.signature', type: 'log_attribute' }
  return Number.isNaN(Number(signature))
    ? { ...item, operator: 'exact', value: [signature] }
    : { ...item, operator: 'regex', value: `^${signature}$` }
}
