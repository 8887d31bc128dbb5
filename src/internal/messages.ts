import type { LOGGER_MESSAGES } from './logger-messages.js'
import { aside, debug, error, info, type MessageRow, warn } from './message-rows.js'

/** What the SDK says, one row a kind, but for what wraps loggers. `docs/messages.md` explains each. */
export const MESSAGES = {
  // Configuration
  not_started: error('not started, all logs pass: {reason}'),
  switched_off: warn('switched off, because {reason}; all logs pass and none is sent'),
  configured_again: warn(
    'configureAdaptiveLogging() was called again with another {options}; the running instance goes on unchanged',
    'configure once, or shut down before',
  ),
  configured_twice: aside('configureAdaptiveLogging() was called again; the running instance goes on unchanged'),
  unknown_variable: warn('unknown environment variable {names}'),
  no_effect: warn('{names} without effect'),
  protocol_not_spoken: warn(
    '{variable} is {value}, which is not spoken here; logs go by OTLP over HTTP to {url}',
    'OTEL_EXPORTER_OTLP_LOGS_PROTOCOL=http/protobuf says so for logs alone',
  ),
  not_configured: warn(
    'loggers are wrapped ({loggers}) and log, but configureAdaptiveLogging() has not been called; nothing is sampled, and nothing sent by us',
    'call it before the first record; up to {capacity} errors wait for it',
  ),
  logged_too_early: warn(
    '{missed} records were logged before configureAdaptiveLogging() and are not sent, beside {kept} errors that are',
    'call it earlier',
  ),

  // The backend
  key_refused: error(
    '{backend} refuses the key{cause}; records wait and are tried again every 4 minutes',
    'check {keySetting}',
  ),
  address_refused: error(
    'no logs are taken at {url}{cause}; records wait and are tried again every 4 minutes',
    'check {addressSetting}',
  ),
  format_refused: error(
    '{backend} does not take {contentType}{cause}; records wait and are tried again every 4 minutes',
    'check {addressSetting}, or set encoding / OTEL_EXPORTER_OTLP_PROTOCOL (http/protobuf, http/json)',
  ),
  host_unknown: error(
    'the host of {url} cannot be found{cause}; records wait',
    'check {addressSetting} and the name service of this machine',
  ),
  tls_failed: error(
    'no secure connection to {url}{cause}; records wait',
    'check {addressSetting}; NODE_EXTRA_CA_CERTS or OTEL_EXPORTER_OTLP_CERTIFICATE adds authorities to trust',
  ),
  quota_exceeded: error('{backend} takes no more for now{cause}; records wait', 'raise its quota, or set a budget'),
  delivery_failed: aside('records could not be delivered{cause}; they wait and are sent again'),
  not_delivered: error(
    'no record could be delivered to {url} for {seconds} s{cause}; records wait',
    'check {addressSetting}, and whether it can be reached from here',
  ),
  delivered_again: info('records are delivered again, after {seconds} s'),
  gzip_refused: warn('{backend} refuses gzip{cause}; logs are sent uncompressed'),
  undici_missing: warn(
    "undici cannot be loaded here, as in a bundle; logs go over Node's own HTTP client{cause}",
    'install undici beside the bundle to have it',
  ),
  proxy_skipped: warn(
    'undici cannot be loaded here{cause}, and this Node.js knows no proxies; logs go past the proxy of the environment',
    'install undici beside the bundle, or use Node.js 22.21, 24.5 or later',
  ),

  // What is lost
  sampled_lost: warn(
    'the memory for records that wait is full ({limit}); the oldest sampled ones are lost and counted',
  ),
  errors_lost: error(
    'the {place} for errors that wait is full ({limit}); more are lost and counted',
    'with a spoolDirectory / LIPSERVICE_SPOOL_DIR errors wait on disk',
  ),
  errors_collapsed: warn(
    'the memory for errors that wait ({limit}) runs out; errors of one pattern are collapsed to a summary with their count',
    'with a spoolDirectory / LIPSERVICE_SPOOL_DIR more of them wait, on disk',
  ),
  record_refused: warn('{backend} refuses records for good{cause}; they are lost and counted'),
  not_encoded: warn('a record could not be encoded{cause}; it is lost and counted'),
  exporter_failed: error('the exporter failed{cause}; its records are lost and counted'),
  lost_at_end: error('{count} log records could not be delivered before the end{cause} and are lost', '{hint}'),
  logged_after_end: error(
    'errors are logged after the end{cause}; they are lost and counted',
    'log them before, or set spoolDirectory / LIPSERVICE_SPOOL_DIR, where they wait for the next start',
  ),
  left_in_spool: info('{count} errors wait in the spool for the next start'),

  // The spool
  spool_unusable: error(
    'errors cannot be written to the spool at {directory}{cause}; they wait in memory, and the disk is tried again every minute',
    'check spoolDirectory / LIPSERVICE_SPOOL_DIR',
  ),
  spool_collapses: warn(
    'the disk budget of the spool ({limit}) runs out; errors of one pattern are collapsed to a summary with their count',
    'raise spoolMaxBytes / LIPSERVICE_SPOOL_MAX_BYTES',
  ),
  spool_damaged: warn('{count} errors in the spool cannot be read any more; they are lost and counted'),
  spool_of_other_service: warn(
    'errors of {service} wait in the spool at {directory} ({files} files)',
    'a process of that service with that backend sends them, or one with spoolAdoption / LIPSERVICE_SPOOL_ADOPTION set to all',
  ),
  spool_of_other_host: warn(
    'errors of another host wait in the spool at {directory} ({files} files)',
    'they are sent when nobody has touched them for 5 minutes',
  ),
  spool_not_adopted: warn(
    'errors that a dead process left in the spool at {directory} cannot be taken over{cause}; they wait',
    'check who owns these files',
  ),

  // Sampling and policies
  not_decided: error('a record could not be decided{cause}; it is kept'),
  redact_failed: warn('redact() threw{cause}; the record is sent without its content'),
  budget_exceeded: warn(
    'errors and other guarantees take {percent} % of the budget; they are kept',
    'raise budget / LIPSERVICE_BUDGET',
  ),
  allowance_spent: warn(
    'the allowance for {subject} ({percent} % of the budget) is spent; more of them are sampled like any other until it comes back',
    'raise budget / LIPSERVICE_BUDGET; alwaysKeep has no bound',
  ),
  floor_spent: info(
    'the allowance for {subject} ({percent} % of the budget) is spent; more of them are sampled like any other until it comes back',
  ),
  server_refuses: warn(
    'the LipService server refuses the key{cause}; sampling goes on without it',
    'check lipserviceApiKey / LIPSERVICE_API_KEY and teamId / LIPSERVICE_TEAM_ID',
  ),
  server_unreachable: warn(
    'no policy can be had from the LipService server{cause}; sampling goes on without it',
    'check lipserviceUrl / LIPSERVICE_URL',
  ),
  policy_missed: aside('no new policy{cause}; the last good one stays in force'),
  policy_refused: warn('a policy is not accepted{cause}; the last good one stays in force'),
  report_missed: aside('a report could not be sent{cause}; its counts are kept'),
  policy_cache_unused: warn('the policy cache is not used{cause}'),
  policy_cache_unwritten: warn('the policy cache could not be written{cause}'),

  // Records
  record_not_read: warn('a log record could not be read{cause}; it is not sent'),
  next_failed: warn('the wrapped {what} threw{cause}'),
  provider_refused: warn(
    'no LoggerProvider can be registered in {api}, because another copy of it is in the way; what is logged there is not sent',
  ),
  provider_samples: aside('the LoggerProvider registered in {api} samples already; it stays'),
  provider_behind: aside('a LoggerProvider was {when}; it stands behind ours'),
  bridged: debug('{logger} is wrapped and bridged by {bridge}; what it logs is shipped once'),

  // Life
  started: info('logs of {service} go to {destination}; {policy}; loggers: {loggers}'),
  ended: info('ended: {seen} records seen, {kept} kept, {delivered} delivered, {lost} lost{rest}'),
} as const satisfies Record<string, MessageRow>

type Messages = typeof MESSAGES & typeof LOGGER_MESSAGES

export type CoreMessageKind = keyof typeof MESSAGES
export type MessageKind = keyof Messages

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Exclude<Name, 'cause'> | NamesIn<Rest>
  : never
type RemedyOf<Row extends MessageRow> = Exclude<Row['remedy'], undefined>
type NamesOf<Kind extends MessageKind> = NamesIn<Messages[Kind]['text']> | NamesIn<RemedyOf<Messages[Kind]>>

/** What every message may come with. */
export interface CommonDetails {
  readonly cause?: unknown
  /** Messages of one kind about different things are different episodes. */
  readonly about?: string
}

/** What a message of this kind is said with. */
export type MessageDetails<Kind extends MessageKind> = [NamesOf<Kind>] extends [never]
  ? [details?: CommonDetails]
  : [details: CommonDetails & { readonly [Name in NamesOf<Kind>]: string | number }]
