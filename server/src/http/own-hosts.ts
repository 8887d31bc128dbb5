/** Names by which a browser may ask for the page and use a session. A name that somebody else made lead here is none of them. */
export interface OwnHosts {
  /** @param host as in the header `Host` */
  has(host: string): boolean
  /** Returns what to say to who asks by another name. */
  problem(host: string): string
}

/** A request without the header is none of a browser. */
export const hostOf = (request: Request): string =>
  (request.headers.get('host') ?? new URL(request.url).host).toLowerCase()

/** Returns whether a host is this machine itself, at any port: a tunnel or a container may have another. */
export function isLoopback(host: string): boolean {
  const name = nameOf(host)
  return name === 'localhost' || name === '[::1]' || (name !== undefined && /^127(?:\.\d{1,3}){3}$/.test(name))
}

/**
 * @param publicUrl where the server is reached; empty: on this machine, or by the name that it is bound to
 * @param boundHost address that it listens on
 */
export function ownHosts(publicUrl: string, boundHost: string): OwnHosts {
  const only = publicUrl === '' ? undefined : new URL(publicUrl).host
  const bound = nameOf(boundHost.includes(':') ? `[${boundHost}]` : boundHost)
  return {
    has: (host) => (only === undefined ? isLoopback(host) || nameOf(host) === bound : host === only),
    problem: (host) =>
      only === undefined
        ? `this server does not know itself as '${host.slice(0, 80)}': start it with --public-url, the address that browsers use`
        : `this is the server of ${only}, not of '${host.slice(0, 80)}': a proxy before it has to pass the header Host on`,
  }
}

/** Returns the name of a host without its port; `undefined` if it is none. */
function nameOf(host: string): string | undefined {
  const url = `http://${host}`
  if (!URL.canParse(url)) return undefined
  const { hostname, pathname, search, hash, username, password } = new URL(url)
  return pathname + search + hash + username + password === '/' ? hostname : undefined
}
