/** Addresses of proxies, as HTTP_PROXY, HTTPS_PROXY and NO_PROXY have them. */
export interface Proxies {
  readonly http: string | undefined
  readonly https: string | undefined
  /** Hosts that are asked directly, with commas between them. */
  readonly no: string | undefined
}

/** How connections are made. */
export interface ConnectionOptions {
  /** Default: none. */
  readonly proxies?: Proxies | undefined
  /** Certificates in PEM to trust in the place of Node's own. */
  readonly ca?: string | undefined
}

export interface TransportOptions extends ConnectionOptions {
  /** To one origin, at the same time. */
  readonly connections: number
}

export interface TransportRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | undefined
  /** Ends the request, whatever it has come to: from the connection to the last byte of the answer. */
  readonly signal: AbortSignal
  /** Of the answer's body no more is read; of one that announces more, nothing. */
  readonly maxBytes: number
}

export interface TransportAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** As it came: never inflated. */
  readonly body: Buffer
  /** Why `body` is not whole: there is more than `maxBytes`, the connection broke, or the signal came. */
  readonly problem: string | undefined
}

/**
 * Sends requests over connections that are kept for ten seconds, follows no redirect and makes no request of its own. It never
 * keeps the process alive, not even while an answer is due: who wants to wait for one holds a timer meanwhile. (A connection to a
 * proxy does, while a request is under way.)
 */
export interface HttpTransport {
  /** @throws when no status came: the connection failed, the signal came first, or the transport is closed */
  request(request: TransportRequest): Promise<TransportAnswer>
  /** Ends what is under way, and all connections. */
  close(): Promise<void>
}

export const KEEP_ALIVE_MILLIS = 10_000
