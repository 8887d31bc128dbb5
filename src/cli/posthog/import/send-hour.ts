import { createHttp } from '../../../control-plane/http.js'
import { createDiag } from '../../../internal/diag.js'
import { publicUrl } from '../../../internal/public-text.js'
import { resolveConnection } from '../../../options/connection.js'
import type { HistoryHour, HistoryPattern } from '../../../posthog/history/history-hour.js'
import { wholePatterns } from '../../../posthog/history/whole-patterns.js'
import type { CommandContext } from '../../command/command-context.js'
import { UsageError } from '../../command/usage-error.js'
import { InputError } from '../../input/source.js'
import { keptAlive } from '../kept-alive.js'

const TIMEOUT_MILLIS = 60_000
const MAX_ANSWER_BYTES = 64 * 1024

/** What became of an hour, as the server names it. */
export interface SentHour {
  readonly records: number
  readonly end: string
}

/** Where hours go. */
export interface HourSender {
  readonly url: string
  /** @throws InputError where the server does not take it */
  send(importId: string, hour: HistoryHour): Promise<SentHour>
  close(): Promise<void>
}

/** Opens the server of `--url` or LIPSERVICE_URL, with the key of LIPSERVICE_API_KEY. @throws UsageError where there is none */
export function hourSender({ env }: CommandContext, given: string | undefined): HourSender {
  const url = (given ?? env['LIPSERVICE_URL'] ?? '').replace(/\/+$/, '')
  if (url === '' || !URL.canParse(url))
    throw new UsageError('which server? set LIPSERVICE_URL, or name it: --url http://127.0.0.1:8318')
  const key = env['LIPSERVICE_API_KEY']
  if (!key) throw new UsageError('which key? set LIPSERVICE_API_KEY to one of the scope admin')
  const http = createHttp(resolveConnection({ ...env }), createDiag())
  const shown = publicUrl(url)
  return {
    url,
    async send(importId, { hour, service, patterns }) {
      const body = { import_id: importId, hours: [{ hour, patterns: sentPatterns(patterns) }] }
      const answer = await keptAlive(
        TIMEOUT_MILLIS,
        http.request({
          method: 'POST',
          url: `${url}/api/v1/services/${encodeURIComponent(service)}/past/hours`,
          headers: { authorization: `Bearer ${key}` },
          body: JSON.stringify(body),
          timeoutMillis: TIMEOUT_MILLIS,
          maxWireBytes: MAX_ANSWER_BYTES,
          maxBytes: MAX_ANSWER_BYTES,
        }),
      ).catch((error: Error) => {
        throw new InputError(`${shown} does not answer: ${error.message}`)
      })
      if (answer.status === 401 || answer.status === 403)
        throw new InputError(`${shown} does not take LIPSERVICE_API_KEY: it has to have the scope admin`)
      if (answer.status !== 200) throw new InputError(`${shown} answers ${answer.status} to an hour of history`)
      const { records, hours } = JSON.parse(answer.body) as { records: number; hours: { end: string }[] }
      return { records, end: hours[0]?.end ?? 'unknown' }
    },
    close: () => http.close(),
  }
}

/** As the API names them. */
const sentPatterns = (patterns: readonly HistoryPattern[]) =>
  wholePatterns(patterns).map(({ keptBytes: kept_bytes, ...pattern }) => ({ ...pattern, kept_bytes }))
