import { aside, type MessageRow, warn } from './message-rows.js'

/** What is said by what wraps loggers, which is loaded with them. */
export const LOGGER_MESSAGES = {
  not_a_logger: warn(
    '{call} needs {expected} and was given {given}; it stays as it is, and nothing of it is sampled or sent',
  ),
  call_not_read: warn('a log call of {logger} could not be read{cause}; it passes and is not sent'),
  rate_cap_behind: warn(
    'a client of posthog-node takes {records} records in {seconds} s and drops more, behind sampling, errors too',
    'logs.rateCap.maxLogs of the client, set to 0, takes its cap off',
  ),
  before_send_failed: warn(
    'logs.beforeSend of the client threw{cause}; the record is dropped, as the client does, and counted as lost',
  ),
  captures_limited: warn('more than {limit} errors a minute; more are logged, and not captured as exceptions'),
  transport_idle: aside('wrapLogger ships what this logger keeps; its LipServiceTransport has nothing to do'),
} as const satisfies Record<string, MessageRow>
