import * as z from 'zod/mini'
import type { CommandContext } from '../../command/command-context.js'
import { InputError } from '../../input/input-error.js'
import { openServerApi } from '../../server/server-api.js'

const LIMITS = { timeoutMillis: 30_000, maxBytes: 32 * 1024 * 1024 }

/** Reads what a LipService server knows. */
export interface ServerReader {
  readonly url: string
  /** @throws InputError where there is no answer to use */
  get<T>(path: string, query: Readonly<Record<string, string>>, shape: z.ZodMiniType<T>): Promise<T>
  close(): Promise<void>
}

/** Opens the server of `--url` or LIPSERVICE_URL, with the key of LIPSERVICE_API_KEY. @throws UsageError where there is none */
export function openServer(context: CommandContext, given: string | undefined): ServerReader {
  const { url, shown, ask, close } = openServerApi(context, given, 'read', LIMITS)
  return {
    url,
    async get(path, query, shape) {
      const text = await ask({ method: 'GET', path: `${path}?${new URLSearchParams(query)}`, about: path })
      const parsed = z.safeParse(shape, jsonOf(text))
      if (parsed.success) return parsed.data
      throw new InputError(`${shown} answers ${path} in a way that this version does not know`)
    },
    close,
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
