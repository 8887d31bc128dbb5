import * as z from 'zod/mini'
import type { HistoryHour, HistoryPattern } from '../../../posthog/history/history-hour.js'
import { wholePatterns } from '../../../posthog/history/whole-patterns.js'
import type { CommandContext } from '../../command/command-context.js'
import { answerOf } from '../../server/server-answer.js'
import { openServerApi } from '../../server/server-api.js'

const LIMITS = { timeoutMillis: 60_000, maxBytes: 64 * 1024 }
const ANSWER = z.looseObject({ records: z.number(), hours: z.array(z.looseObject({ end: z.string() })) })

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
export function hourSender(context: CommandContext, given: string | undefined): HourSender {
  const { url, shown, ask, close } = openServerApi(context, given, 'admin', LIMITS)
  return {
    url,
    async send(importId, { hour, service, patterns }) {
      const body = JSON.stringify({ import_id: importId, hours: [{ hour, patterns: sentPatterns(patterns) }] })
      const path = `/api/v1/services/${encodeURIComponent(service)}/past/hours`
      const text = await ask({ method: 'POST', path, body, about: 'an hour of history' })
      const { records, hours } = answerOf(ANSWER, text, shown)
      return { records, end: hours[0]?.end ?? 'unknown' }
    },
    close,
  }
}

/** As the API names them. */
const sentPatterns = (patterns: readonly HistoryPattern[]) =>
  wholePatterns(patterns).map(({ keptBytes: kept_bytes, ...pattern }) => ({ ...pattern, kept_bytes }))
