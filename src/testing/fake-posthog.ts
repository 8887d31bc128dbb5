import { decodeJson, decodeProtobuf, type ReceivedRecord } from './otlp-decoder.js'
import { type IncomingRequest, type Script, type ScriptedAnswer, startScriptedServer } from './scripted-server.js'
import { Waiting } from './waiting.js'

const PATHS = ['/i/v1/logs', '/v1/logs']
/** PostHog's cap, after inflating. */
const MAX_BODY_BYTES = 2 * 1024 * 1024
const DEFAULT_TIMEOUT_MILLIS = 10_000

/** A request that the fake PostHog received. */
export interface ReceivedRequest {
  /** The status that it was answered with. */
  readonly status: number
  /** By its content type. */
  readonly encoding: 'protobuf' | 'json'
  /** Compressed, as it came. */
  readonly wireBytes: number
  /** Inflated: what PostHog bills. */
  readonly bodyBytes: number
  /** Records it brought, if it was accepted. */
  readonly records: number
  /** Why it was refused. */
  readonly problem: string | undefined
}

/** Options of {@link startFakePostHog}. */
export interface FakePostHogOptions {
  /** Default: 0, any free port. */
  readonly port?: number
  /** The project token it accepts. Default: `phc_test`. */
  readonly token?: string
  /** `false` keeps counts only, for long runs. Default: `true`. */
  readonly keepRecords?: boolean
}

/** A strict PostHog on loopback. Everything it received can be asked for. */
export interface FakePostHog {
  /** For `posthogHost`. */
  readonly url: string
  /** For `posthogApiKey`. */
  readonly token: string
  /** All records accepted so far, in order. */
  readonly records: readonly ReceivedRecord[]
  /** All requests so far, refused ones too, in order. */
  readonly requests: readonly ReceivedRequest[]
  /** Returns the size of the uncompressed bodies of accepted requests, in bytes: what PostHog bills. */
  bytesReceived(): number
  /** Called with each accepted record. */
  onRecord(listener: (record: ReceivedRecord) => void): void
  /** Resolves when so many records have arrived, or when the condition holds. Rejects after 10 s or `timeoutMillis`. */
  waitFor(
    condition: number | ((records: readonly ReceivedRecord[]) => boolean),
    options?: { timeoutMillis?: number },
  ): Promise<void>
  /** Sets the responses to the next requests, in order, or a function called for each; `undefined` ends the script. */
  answer(script: Script | undefined): void
  /** Forgets what it received. */
  clear(): void
  /** Closes the server and its connections. */
  close(): Promise<void>
}

/** A header comes before the address, as PostHog's own SDKs have it, even a malformed one; a token twice is none. */
function tokenOf(authorization: string | string[] | undefined, parameters: URLSearchParams): string | undefined {
  if (authorization !== undefined) return /^Bearer (.*)$/.exec(String(authorization))?.[1]
  const tokens = parameters.getAll('token')
  return tokens.length === 1 ? tokens[0] : undefined
}

/**
 * Starts a PostHog Logs endpoint as strict as the real one and stricter: protobuf and JSON are really decoded, unknown fields
 * and truncation refused; one bad record refuses the batch (400), a body over 2 MiB after inflating gets 413, a wrong token
 * 401: in the header `Authorization`, or in the address as `?token=`. It responds with `{}`, also to protobuf.
 *
 * @example
 * const posthog = await startFakePostHog()
 * configureAdaptiveLogging({ posthogHost: posthog.url, posthogApiKey: posthog.token })
 */
export async function startFakePostHog(options: FakePostHogOptions = {}): Promise<FakePostHog> {
  const { port = 0, token = 'phc_test', keepRecords = true } = options
  let records: ReceivedRecord[] = []
  let requests: ReceivedRequest[] = []
  let bytes = 0
  let accepted = 0
  const listeners = new Set<(record: ReceivedRecord) => void>()
  const waiting = new Waiting()

  function handle(request: IncomingRequest): ScriptedAnswer {
    const encoding = String(request.headers['content-type']).includes('json') ? 'json' : 'protobuf'
    const { wireBytes, body } = request
    const finish = (status: number, problem?: string, received: readonly ReceivedRecord[] = []): ScriptedAnswer => {
      const { length } = received
      requests.push({ status, encoding, wireBytes, bodyBytes: body.length, records: length, problem })
      if (status === 200) bytes += body.length
      accepted += length
      for (const record of received) for (const listener of listeners) listener(record)
      if (keepRecords) records.push(...received)
      waiting.arrived()
      return {
        status,
        headers: { 'content-type': 'application/json' },
        body: problem ? JSON.stringify({ error: problem }) : '{}',
      }
    }
    const { pathname, searchParams } = new URL(request.path, 'http://localhost')
    if (request.method !== 'POST' || !PATHS.includes(pathname)) return finish(404, 'no such endpoint')
    const unknown = [...searchParams.keys()].find((name) => name !== 'token')
    if (unknown !== undefined) return finish(400, `unknown parameter ${unknown}`)
    if (tokenOf(request.headers['authorization'], searchParams) !== token) return finish(401, 'invalid token')
    if (request.problem !== undefined) return finish(400, request.problem)
    if (body.length > MAX_BODY_BYTES) return finish(413, `the body exceeds ${MAX_BODY_BYTES} bytes`)
    try {
      return finish(200, undefined, encoding === 'json' ? decodeJson(body) : decodeProtobuf(body))
    } catch (error) {
      return finish(400, `Bad input format provided: ${(error as Error).message}`)
    }
  }

  const server = await startScriptedServer(port, handle)
  return {
    url: server.url,
    token,
    get records() {
      return records
    },
    get requests() {
      return requests
    },
    bytesReceived: () => bytes,
    onRecord: (listener) => {
      listeners.add(listener)
    },
    waitFor(condition, { timeoutMillis = DEFAULT_TIMEOUT_MILLIS } = {}) {
      const ready = () => (typeof condition === 'number' ? accepted >= condition : condition(records))
      return waiting.until(ready, timeoutMillis, 'what the test waits for')
    },
    answer: (script) => server.script(script),
    clear() {
      records = []
      requests = []
      bytes = 0
      accepted = 0
    },
    close: () => server.close(),
  }
}
