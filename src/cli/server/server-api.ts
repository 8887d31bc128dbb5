import { createHttp } from '../../control-plane/http.js'
import { createDiag } from '../../internal/diag.js'
import { publicUrl } from '../../internal/public-text.js'
import { resolveConnection } from '../../options/connection.js'
import type { CommandContext } from '../command/command-context.js'
import { UsageError } from '../command/usage-error.js'
import { InputError } from '../input/input-error.js'
import { keptAlive } from './kept-alive.js'

/** Bounds of requests to a server. */
export interface ServerApiLimits {
  readonly timeoutMillis: number
  /** Of an answer, compressed and not. */
  readonly maxBytes: number
}

export interface ServerRequest {
  readonly method: 'GET' | 'POST'
  /** With its query, behind the address of the server. */
  readonly path: string
  readonly body?: string
  /** What the server is asked, for a complaint: `an hour of history`. */
  readonly about: string
}

/** The API of a LipService server, for commands. */
export interface ServerApi {
  readonly url: string
  /** As it may be shown. */
  readonly shown: string
  /** Returns the body of an answer 200. @throws InputError for any other, or none */
  ask(request: ServerRequest): Promise<string>
  close(): Promise<void>
}

/**
 * Opens the server of `--url` or LIPSERVICE_URL, with the key of LIPSERVICE_API_KEY.
 *
 * @param scope that the key has to have
 * @throws UsageError where there is none
 */
export function openServerApi(
  { env }: CommandContext,
  given: string | undefined,
  scope: 'read' | 'admin',
  { timeoutMillis, maxBytes }: ServerApiLimits,
): ServerApi {
  const url = (given ?? env['LIPSERVICE_URL'] ?? '').replace(/\/+$/, '')
  if (url === '' || !URL.canParse(url))
    throw new UsageError('which server? set LIPSERVICE_URL, or name it: --url http://127.0.0.1:8318')
  const key = env['LIPSERVICE_API_KEY']
  if (!key) throw new UsageError(`which key? set LIPSERVICE_API_KEY to one of the scope ${scope}`)
  const http = createHttp(resolveConnection({ ...env }), createDiag())
  const shown = publicUrl(url)
  const headers = { authorization: `Bearer ${key}` }
  return {
    url,
    shown,
    async ask({ method, path, body, about }) {
      const request = { method, url: url + path, headers, timeoutMillis, maxWireBytes: maxBytes, maxBytes }
      const asking = http.request(body === undefined ? request : { ...request, body })
      const answer = await keptAlive(timeoutMillis, asking).catch((error: Error) => {
        throw new InputError(`${shown} does not answer: ${error.message}`)
      })
      if (answer.status === 401 || answer.status === 403)
        throw new InputError(`${shown} does not take LIPSERVICE_API_KEY: it has to have the scope ${scope}`)
      if (answer.status !== 200) throw new InputError(`${shown} answers ${answer.status} to ${about}`)
      return answer.body
    },
    close: () => http.close(),
  }
}
