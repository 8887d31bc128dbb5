/** Addresses of proxies, as in HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
export interface Proxies {
  readonly http: string | undefined
  readonly https: string | undefined
  /** Hosts that are reached directly, separated by commas. */
  readonly no: string | undefined
}

/** How connections are made. */
export interface ConnectionOptions {
  /** Default: none. */
  readonly proxies?: Proxies | undefined
  /** Certificates in PEM to trust instead of Node's own. */
  readonly ca?: string | undefined
}

export interface TransportOptions extends ConnectionOptions {
  /** How many connections to one origin there may be at a time. */
  readonly connections: number
}

export interface TransportRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | undefined
  /** Aborts the request at any point, from the connection to the last byte of the response. */
  readonly signal: AbortSignal
  /** Most bytes that are read of the response's body. Of one that announces more, nothing is read. */
  readonly maxBytes: number
}

export interface TransportResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** As it came: never inflated. */
  readonly body: Buffer
  /** Why `body` is not whole: there is more than `maxBytes`, the connection broke, or the signal came. */
  readonly problem: string | undefined
}

/**
 * Sends requests over connections that are kept for ten seconds. It follows no redirect and makes no request of its own. It never
 * keeps the process alive, not even while a response is due: whoever waits for one holds a timer meanwhile. (A connection to a
 * proxy does, during a request.)
 */
export interface HttpTransport {
  /** @throws when no status came: the connection failed, the signal came first, or the transport is closed */
  request(request: TransportRequest): Promise<TransportResponse>
  /** Ends all requests and connections. */
  close(): Promise<void>
}

export const KEEP_ALIVE_MILLIS = 10_000
