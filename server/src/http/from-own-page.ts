const READS = ['GET', 'HEAD']

/**
 * Returns whether a request with a session comes from the page of this server, and not from one of somebody else that a browser has
 * open, too. To change something takes a browser's word for it: `Sec-Fetch-Site`, and where it does not send that, `Origin`.
 *
 * @param host as the request names it, known to be ours
 */
export function isFromOwnPage({ method, headers }: Request, host: string): boolean {
  const isRead = READS.includes(method)
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  if (origin !== null && !isOriginOf(origin, host)) return false
  if (site === null) return isRead || origin !== null
  // `none`: the address was typed, or is a bookmark.
  return site === 'same-origin' || (isRead && site === 'none')
}

function isOriginOf(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, host: named, origin: whole } = new URL(origin)
  return whole === origin && named === host && (protocol === 'https:' || protocol === 'http:')
}

/** Returns whether a request has a body of another kind than JSON, as forms of other pages have. */
export function hasForeignBody({ headers }: Request): boolean {
  const hasBody = headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0
  return hasBody && !isJson(headers)
}

export function isJson(headers: Headers): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(headers.get('content-type') ?? '')
}
