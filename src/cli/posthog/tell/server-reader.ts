import * as z from 'zod/mini'
import { createHttp } from '../../../control-plane/http.js'
import { createDiag } from '../../../internal/diag.js'
import { publicUrl } from '../../../internal/public-text.js'
import { resolveConnection } from '../../../options/connection.js'
import type { CommandContext } from '../../command/command-context.js'
import { UsageError } from '../../command/usage-error.js'
import { InputError } from '../../input/source.js'
import { keptAlive } from '../kept-alive.js'

const TIMEOUT_MILLIS = 30_000
const MAX_ANSWER_BYTES = 32 * 1024 * 1024

/** Reads what a LipService server knows. */
export interface ServerReader {
  readonly url: string
  /** @throws InputError where there is no answer to use */
  get<T>(path: string, query: Readonly<Record<string, string>>, shape: z.ZodMiniType<T>): Promise<T>
  close(): Promise<void>
}

/** Opens the server of `--url` or LIPSERVICE_URL, with the key of LIPSERVICE_API_KEY. @throws UsageError where there is none */
export function openServer({ env }: CommandContext, given: string | undefined): ServerReader {
  const url = (given ?? env['LIPSERVICE_URL'] ?? '').replace(/\/+$/, '')
  if (url === '' || !URL.canParse(url))
    throw new UsageError('which server? set LIPSERVICE_URL, or name it: --url http://127.0.0.1:8318')
  const key = env['LIPSERVICE_API_KEY']
  if (!key) throw new UsageError('which key? set LIPSERVICE_API_KEY to one of the scope read')
  const http = createHttp(resolveConnection({ ...env }), createDiag())
  const shown = publicUrl(url)
  return {
    url,
    async get(path, query, shape) {
      const answer = await keptAlive(
        TIMEOUT_MILLIS,
        http.request({
          method: 'GET',
          url: `${url}${path}?${new URLSearchParams(query)}`,
          headers: { authorization: `Bearer ${key}` },
          timeoutMillis: TIMEOUT_MILLIS,
          maxWireBytes: MAX_ANSWER_BYTES,
          maxBytes: MAX_ANSWER_BYTES,
        }),
      ).catch((error: Error) => {
        throw new InputError(`${shown} does not answer: ${error.message}`)
      })
      if (answer.status === 401 || answer.status === 403)
        throw new InputError(`${shown} does not take LIPSERVICE_API_KEY: it has to have the scope read`)
      if (answer.status !== 200) throw new InputError(`${shown} answers ${answer.status} to ${path}`)
      const parsed = z.safeParse(shape, jsonOf(answer.body))
      if (parsed.success) return parsed.data
      throw new InputError(`${shown} answers ${path} in a way that this version does not know`)
    },
    close: () => http.close(),
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
