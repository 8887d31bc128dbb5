import type { RunningLogging } from '../../instance/running-logging.js'
import type { SpanContext } from '../../record/log-record.js'
import { severityOfWord } from '../../record/severity-words.js'
import type { PostHogLog } from './posthog-client.js'

/**
 * Drops a usual log before a record is made of it. Returns whether it did; otherwise nothing has happened.
 *
 * @throws what a getter of the log throws
 */
export function dropsEarly({ drop }: RunningLogging, log: PostHogLog, spanContext: SpanContext | undefined): boolean {
  if (drop === undefined) return false
  const { level, body, attributes } = log
  const word: unknown = level || 'info'
  if (typeof word !== 'string') return false
  return drop(severityOfWord(word), body, attributes, undefined, false, spanContext?.traceId, word.length)
}
