/** How grave a message is. */
export type MessageSeverity = 'error' | 'warn' | 'info' | 'debug'

export interface MessageRow {
  /** `error`: records are lost, or will be. `warn`: they may be. `info`, `debug`: nothing is wrong. */
  readonly severity: MessageSeverity
  /** Severity for OpenTelemetry's `diag`, which is silent by default and may hear more. Default: the same. */
  readonly diag?: MessageSeverity
  /** What is the matter, and what becomes of the records. `{name}`: said with it; `{cause}`: where the cause goes, if there is one. */
  readonly text: string
  /** What to do. */
  readonly remedy?: string
}

/** All that the SDK ever says, one row a kind. `docs/messages.md` explains each. */
export const MESSAGES = {
  // Configuration
  not_started: { severity: 'error', text: 'not started, all logs pass: {reason}' },
  switched_off: {
    severity: 'warn',
    text: 'switched off, because {reason}; all logs pass and none is sent',
  },
  configured_again: {
    severity: 'warn',
    text: 'configureAdaptiveLogging() was called again with another {options}; the running instance goes on unchanged',
    remedy: 'configure once, or shut down before',
  },
  configured_twice: {
    severity: 'info',
    diag: 'warn',
    text: 'configureAdaptiveLogging() was called again; the running instance goes on unchanged',
  },
  unknown_variable: { severity: 'warn', text: 'unknown environment variable {names}' },
  no_effect: { severity: 'warn', text: '{names} without effect' },
  protocol_not_spoken: {
    severity: 'warn',
    text: '{variable} is {value}, which is not spoken here; logs go by OTLP over HTTP to {url}',
    remedy: 'OTEL_EXPORTER_OTLP_LOGS_PROTOCOL=http/protobuf says so for logs alone',
  },
  not_a_logger: {
    severity: 'warn',
    text: '{call} needs {expected} and was given {given}; it stays as it is, and nothing of it is sampled or sent',
  },
  not_configured: {
    severity: 'warn',
    text: 'loggers are wrapped ({loggers}) and log, but configureAdaptiveLogging() has not been called; nothing is sampled, and nothing sent by us',
    remedy: 'call it before the first record; up to {capacity} errors wait for it',
  },
  logged_too_early: {
    severity: 'warn',
    text: '{missed} records were logged before configureAdaptiveLogging() and are not sent, beside {kept} errors that are',
    remedy: 'call it earlier',
  },

  // The backend
  key_refused: {
    severity: 'error',
    text: '{backend} refuses the key{cause}; records wait and are tried again every 4 minutes',
    remedy: 'check {keySetting}',
  },
  address_refused: {
    severity: 'error',
    text: 'no logs are taken at {url}{cause}; records wait and are tried again every 4 minutes',
    remedy: 'check {addressSetting}',
  },
  format_refused: {
    severity: 'error',
    text: '{backend} does not take {contentType}{cause}; records wait and are tried again every 4 minutes',
    remedy: 'check {addressSetting}, or set encoding / OTEL_EXPORTER_OTLP_PROTOCOL (http/protobuf, http/json)',
  },
  host_unknown: {
    severity: 'error',
    text: 'the host of {url} cannot be found{cause}; records wait',
    remedy: 'check {addressSetting} and the name service of this machine',
  },
  tls_failed: {
    severity: 'error',
    text: 'no secure connection to {url}{cause}; records wait',
    remedy: 'check {addressSetting}; NODE_EXTRA_CA_CERTS or OTEL_EXPORTER_OTLP_CERTIFICATE adds authorities to trust',
  },
  quota_exceeded: {
    severity: 'error',
    text: '{backend} takes no more for now{cause}; records wait',
    remedy: 'raise its quota, or set a budget',
  },
  delivery_failed: {
    severity: 'info',
    diag: 'warn',
    text: 'records could not be delivered{cause}; they wait and are sent again',
  },
  not_delivered: {
    severity: 'error',
    text: 'no record could be delivered to {url} for {seconds} s{cause}; records wait',
    remedy: 'check {addressSetting}, and whether it can be reached from here',
  },
  delivered_again: { severity: 'info', text: 'records are delivered again, after {seconds} s' },
  gzip_refused: { severity: 'warn', text: '{backend} refuses gzip{cause}; logs are sent uncompressed' },
  undici_missing: {
    severity: 'warn',
    text: "undici cannot be loaded here, as in a bundle; logs go over Node's own HTTP client{cause}",
    remedy: 'install undici beside the bundle to have it',
  },
  proxy_skipped: {
    severity: 'warn',
    text: 'undici cannot be loaded here{cause}, and this Node.js knows no proxies; logs go past the proxy of the environment',
    remedy: 'install undici beside the bundle, or use Node.js 22.21, 24.5 or later',
  },

  // What is lost
  sampled_lost: {
    severity: 'warn',
    text: 'the memory for records that wait is full ({limit}); the oldest sampled ones are lost and counted',
  },
  errors_lost: {
    severity: 'error',
    text: 'the {place} for errors that wait is full ({limit}); more are lost and counted',
    remedy: 'with a spoolDirectory / LIPSERVICE_SPOOL_DIR errors wait on disk',
  },
  errors_collapsed: {
    severity: 'warn',
    text: 'the memory for errors that wait ({limit}) runs out; errors of one pattern are collapsed to a summary with their count',
    remedy: 'with a spoolDirectory / LIPSERVICE_SPOOL_DIR more of them wait, on disk',
  },
  record_refused: { severity: 'warn', text: '{backend} refuses records for good{cause}; they are lost and counted' },
  not_encoded: { severity: 'warn', text: 'a record could not be encoded{cause}; it is lost and counted' },
  exporter_failed: { severity: 'error', text: 'the exporter failed{cause}; its records are lost and counted' },
  lost_at_end: {
    severity: 'error',
    text: '{count} log records could not be delivered before the end{cause} and are lost',
    remedy: '{hint}',
  },
  logged_after_end: {
    severity: 'error',
    text: 'errors are logged after the end{cause}; they are lost and counted',
    remedy: 'log them before, or set spoolDirectory / LIPSERVICE_SPOOL_DIR, where they wait for the next start',
  },
  left_in_spool: { severity: 'info', text: '{count} errors wait in the spool for the next start' },

  // The spool
  spool_unusable: {
    severity: 'error',
    text: 'errors cannot be written to the spool at {directory}{cause}; they wait in memory, and the disk is tried again every minute',
    remedy: 'check spoolDirectory / LIPSERVICE_SPOOL_DIR',
  },
  spool_collapses: {
    severity: 'warn',
    text: 'the disk budget of the spool ({limit}) runs out; errors of one pattern are collapsed to a summary with their count',
    remedy: 'raise spoolMaxBytes / LIPSERVICE_SPOOL_MAX_BYTES',
  },
  spool_damaged: {
    severity: 'warn',
    text: '{count} errors in the spool cannot be read any more; they are lost and counted',
  },
  spool_of_other_service: {
    severity: 'warn',
    text: 'errors of {service} wait in the spool at {directory} ({files} files)',
    remedy:
      'a process of that service with that backend sends them, or one with spoolAdoption / LIPSERVICE_SPOOL_ADOPTION set to all',
  },
  spool_of_other_host: {
    severity: 'warn',
    text: 'errors of another host wait in the spool at {directory} ({files} files)',
    remedy: 'they are sent when nobody has touched them for 5 minutes',
  },
  spool_not_adopted: {
    severity: 'warn',
    text: 'errors that a dead process left in the spool at {directory} cannot be taken over{cause}; they wait',
    remedy: 'check who owns these files',
  },

  // Sampling and policies
  not_decided: { severity: 'error', text: 'a record could not be decided{cause}; it is kept' },
  redact_failed: { severity: 'warn', text: 'redact() threw{cause}; the record is sent without its content' },
  budget_exceeded: {
    severity: 'warn',
    text: 'errors and other guarantees take {percent} % of the budget; they are kept',
    remedy: 'raise budget / LIPSERVICE_BUDGET',
  },
  allowance_spent: {
    severity: 'warn',
    text: 'the allowance for {subject} ({percent} % of the budget) is spent; more of them are sampled like any other until it comes back',
    remedy: 'raise budget / LIPSERVICE_BUDGET; alwaysKeep has no bound',
  },
  floor_spent: {
    severity: 'info',
    text: 'the allowance for {subject} ({percent} % of the budget) is spent; more of them are sampled like any other until it comes back',
  },
  server_refuses: {
    severity: 'warn',
    text: 'the LipService server refuses the key{cause}; sampling goes on without it',
    remedy: 'check lipserviceApiKey / LIPSERVICE_API_KEY and teamId / LIPSERVICE_TEAM_ID',
  },
  server_unreachable: {
    severity: 'warn',
    text: 'no policy can be had from the LipService server{cause}; sampling goes on without it',
    remedy: 'check lipserviceUrl / LIPSERVICE_URL',
  },
  policy_missed: { severity: 'info', diag: 'warn', text: 'no new policy{cause}; the last good one stays in force' },
  policy_refused: { severity: 'warn', text: 'a policy is not accepted{cause}; the last good one stays in force' },
  report_missed: { severity: 'info', diag: 'warn', text: 'a report could not be sent{cause}; its counts are kept' },
  policy_cache_unused: { severity: 'warn', text: 'the policy cache is not used{cause}' },
  policy_cache_unwritten: { severity: 'warn', text: 'the policy cache could not be written{cause}' },

  // Loggers
  call_not_read: {
    severity: 'warn',
    text: 'a log call of {logger} could not be read{cause}; it passes and is not sent',
  },
  record_not_read: { severity: 'warn', text: 'a log record could not be read{cause}; it is not sent' },
  next_failed: { severity: 'warn', text: 'the wrapped {what} threw{cause}' },
  provider_refused: {
    severity: 'warn',
    text: 'no LoggerProvider can be registered in {api}, because another copy of it is in the way; what is logged there is not sent',
  },
  provider_samples: {
    severity: 'info',
    diag: 'warn',
    text: 'the LoggerProvider registered in {api} samples already; it stays',
  },
  provider_behind: { severity: 'info', diag: 'warn', text: 'a LoggerProvider was {when}; it stands behind ours' },
  bridged: {
    severity: 'debug',
    diag: 'warn',
    text: '{logger} is wrapped and bridged by {bridge}; what it logs is shipped once',
  },
  rate_cap_behind: {
    severity: 'warn',
    text: 'a client of posthog-node takes {records} records in {seconds} s and drops more, behind sampling, errors too',
    remedy: 'logs.rateCap.maxLogs of the client, set to 0, takes its cap off',
  },
  before_send_failed: {
    severity: 'warn',
    text: 'logs.beforeSend of the client threw{cause}; the record is dropped, as the client does, and counted as lost',
  },
  captures_limited: {
    severity: 'warn',
    text: 'more than {limit} errors a minute; more are logged, and not captured as exceptions',
  },
  transport_idle: {
    severity: 'info',
    diag: 'warn',
    text: 'wrapLogger ships what this logger keeps; its LipServiceTransport has nothing to do',
  },

  // Life
  started: { severity: 'info', text: 'logs of {service} go to {destination}; {policy}; loggers: {loggers}' },
  ended: {
    severity: 'info',
    text: 'ended: {seen} records seen, {kept} kept, {delivered} delivered, {lost} lost{rest}',
  },
} as const satisfies Record<string, MessageRow>

export type MessageKind = keyof typeof MESSAGES

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Exclude<Name, 'cause'> | NamesIn<Rest>
  : never
type RemedyOf<Row> = Row extends { readonly remedy: infer Remedy } ? Remedy : ''
type NamesOf<Kind extends MessageKind> =
  | NamesIn<(typeof MESSAGES)[Kind]['text']>
  | NamesIn<RemedyOf<(typeof MESSAGES)[Kind]>>

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
