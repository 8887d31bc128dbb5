import { createHttp } from '../../../control-plane/http.js'
import { createDiag } from '../../../internal/diag.js'
import { publicUrl } from '../../../internal/public-text.js'
import { resolveConnection } from '../../../options/connection.js'
import { type HistoryHour, type HistoryPattern, REST_TEMPLATE } from '../../../posthog/history/history-hour.js'
import { signatureOfTemplate } from '../../../signature/signature.js'
import type { CommandContext } from '../../command/command-context.js'
import { UsageError } from '../../command/usage-error.js'
import { InputError } from '../../input/source.js'
import { keptAlive } from '../kept-alive.js'

/** As many as the server takes of an hour. */
const MAX_PATTERNS = 5_000
const MAX_TEMPLATE_CHARACTERS = 2_000
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

interface SentPattern {
  readonly signature: string
  readonly check: string
  readonly template: string
  readonly severity: string
  readonly seen: number
  readonly kept: number
  readonly bytes: number
  readonly kept_bytes: number
  readonly errors: number
}

/** Returns whole counts; patterns beyond what the server takes are one, as all that is counted without a pattern. */
export function sentPatterns(patterns: readonly HistoryPattern[]): SentPattern[] {
  const sent = patterns.map(sentOf)
  if (sent.length <= MAX_PATTERNS) return sent
  const { id: signature, check } = signatureOfTemplate(REST_TEMPLATE)
  const isRest = (pattern: SentPattern) => pattern.signature === signature && pattern.check === check
  const named = sent.filter((pattern) => !isRest(pattern))
  const rest = [...sent.filter(isRest), ...named.slice(MAX_PATTERNS - 1)]
  const sum = (name: 'seen' | 'kept' | 'bytes' | 'kept_bytes' | 'errors') =>
    rest.reduce((all, pattern) => all + pattern[name], 0)
  const counts = {
    seen: sum('seen'),
    kept: sum('kept'),
    bytes: sum('bytes'),
    kept_bytes: sum('kept_bytes'),
    errors: sum('errors'),
  }
  return [
    ...named.slice(0, MAX_PATTERNS - 1),
    { signature, check, template: REST_TEMPLATE, severity: 'INFO', ...counts },
  ]
}

function sentOf({
  signature,
  check,
  template,
  severity,
  seen,
  kept,
  bytes,
  keptBytes,
  errors,
}: HistoryPattern): SentPattern {
  return {
    signature,
    check,
    template: template.slice(0, MAX_TEMPLATE_CHARACTERS) || '(no message)',
    severity,
    seen: Math.round(seen),
    kept: Math.min(Math.round(seen), Math.round(kept)),
    bytes: Math.round(bytes),
    kept_bytes: Math.round(keptBytes),
    errors: Math.round(errors),
  }
}
