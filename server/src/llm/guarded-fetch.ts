import { Agent, fetch as undiciFetch } from 'undici'

/** An answer has a few kilobytes; a server that sends more is none of a model. */
const MAX_ANSWER_BYTES = 256 * 1024

/** Why a request came to nothing: no answer of a model, whatever it was. */
export class GuardError extends Error {
  readonly kind: 'too-large' | 'redirected' | 'timeout' | 'unreachable'

  constructor(kind: GuardError['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}

export interface GuardedFetch {
  readonly fetch: typeof globalThis.fetch
  /** Ends the requests that are under way. */
  abandon(): void
  close(): Promise<void>
}

/**
 * Returns a `fetch` for the API of a model: it follows no redirect, which would show the prompt to somebody else, reads 256 KiB of an
 * answer at most, and gives up after a time, however slowly the rest drips.
 */
export function createGuardedFetch(timeoutMillis: number): GuardedFetch {
  let waiting = new AbortController()
  const agent = new Agent({ headersTimeout: timeoutMillis, bodyTimeout: timeoutMillis, keepAliveTimeout: 1 })

  async function guarded(input: unknown, init: { method?: string; headers?: unknown; body?: unknown } = {}) {
    try {
      const answer = await undiciFetch(String(input), {
        method: init.method ?? 'POST',
        headers: Object.fromEntries(new Headers(init.headers as Record<string, string>)),
        body: String(init.body ?? ''),
        redirect: 'manual',
        dispatcher: agent,
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMillis), waiting.signal]),
      })
      if (answer.status >= 300 && answer.status < 400) {
        await answer.body?.cancel()
        throw new GuardError('redirected', `it answered ${answer.status}: redirects are not followed`)
      }
      const text = await readBounded(answer)
      const headers = Object.fromEntries(answer.headers)
      // What was read is not compressed any more.
      delete headers['content-encoding']
      delete headers['content-length']
      return new Response(text, { status: answer.status, headers })
    } catch (error) {
      throw guardErrorOf(error)
    }
  }
  return {
    fetch: guarded as unknown as typeof globalThis.fetch,
    abandon() {
      waiting.abort(new GuardError('unreachable', 'nobody waits for it any more'))
      waiting = new AbortController()
    },
    close: () => agent.destroy(),
  }
}

async function readBounded(answer: Awaited<ReturnType<typeof undiciFetch>>): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer.body ?? []) {
    size += part.byteLength
    if (size > MAX_ANSWER_BYTES) throw new GuardError('too-large', `its answer has more than ${MAX_ANSWER_BYTES} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function guardErrorOf(error: unknown): GuardError {
  if (error instanceof GuardError) return error
  const { name, message, cause } = error as Error
  const why = cause instanceof Error ? cause.message : message
  const isLate = name === 'TimeoutError' || /timeout/i.test(`${name} ${(cause as Error | undefined)?.name}`)
  return isLate ? new GuardError('timeout', 'it did not answer in time') : new GuardError('unreachable', why)
}
