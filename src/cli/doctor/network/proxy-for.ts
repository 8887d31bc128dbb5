import type { Proxies } from '../../../internal/http-transport.js'

/** Returns the proxy that a URL is reached by; `undefined`: none. */
export function proxyFor(url: string, proxies: Proxies | undefined): string | undefined {
  if (proxies === undefined) return undefined
  const { protocol, hostname, port } = new URL(url)
  const isDirect = (proxies.no ?? '').split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true
    const [host = '', entryPort] = entry
      .toLowerCase()
      .replace(/^\*?\.?/, '')
      .split(/:(?=\d+$)/)
    if (host === '') return false
    return (hostname === host || hostname.endsWith(`.${host}`)) && (entryPort === undefined || entryPort === port)
  })
  return isDirect ? undefined : protocol === 'https:' ? proxies.https : proxies.http
}
