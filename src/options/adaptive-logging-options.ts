import type { LogLevel } from '../internal/voice.js'
import type { LogRecord } from '../record/log-record.js'
import type { LogRecordExporter } from '../record/sdk-types.js'
import type { StampMode } from '../sampling/stamps.js'
import type { AttributeMapping } from './attribute-mapping.js'
import type { RedactOption } from './redact-option.js'

/** What the kept volume may be, as bytes or records or money. One GB is 10⁹ bytes. */
export type BudgetOption =
  | { readonly bytesPerDay: number }
  | { readonly recordsPerSecond: number }
  | { readonly usdPerMonth: number; readonly usdPerGb: number }

/** OTLP wire encoding. PostHog bills uncompressed body bytes; protobuf takes about 45 % of those of JSON. */
export type Encoding = 'protobuf' | 'json'

/** `none` for a backend that takes no gzip. PostHog bills uncompressed bytes either way. */
export type Compression = 'gzip' | 'none'

/** A severity by its OpenTelemetry name, in lower case. */
export type SeverityName = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'

/** Options of sampling itself, shared by `configureAdaptiveLogging` and `AdaptiveLogRecordProcessor`. */
export interface SamplingOptions {
  /**
   * Name of this service. Default: `OTEL_SERVICE_NAME`, else `service.name` of `OTEL_RESOURCE_ATTRIBUTES`, else `unknown_service:node`.
   * `service.version` and `deployment.environment.name` come from there as well, the version also from npm.
   */
  serviceName?: string | undefined
  /**
   * Base URL of a LipService server, for policies and reports. Default: `LIPSERVICE_URL`, else none: the SDK adapts by
   * itself.
   */
  lipserviceUrl?: string | undefined
  /**
   * Key for the LipService server, or a function that returns a token for it, at once or as a promise: one that expires, say. The function is called
   * before a request, never within a log call; requests within 10 s share a token, and one that was refused (401) is asked for anew.
   * Throwing, taking more than 10 s, or returning no token counts as a refused key: said once, tried again in minutes. Default:
   * `LIPSERVICE_API_KEY`.
   *
   * @example
   * lipserviceApiKey: async () => (await credentials.token()).value
   */
  lipserviceApiKey?: string | (() => string | Promise<string>) | undefined
  /** Team at the LipService server, a positive integer. Default: `LIPSERVICE_TEAM_ID`. */
  teamId?: number | undefined
  /**
   * File that holds the last accepted policy, which the next start uses until the server responds. It is written with mode 0600
   * and read once at start-up. A file that others could have written, that is broken or for another service is not used.
   * Processes may share it. Its directory must exist; `<file>.1` beside it holds the policy before. Default: none. Environment:
   * `LIPSERVICE_POLICY_CACHE_FILE`.
   */
  policyCacheFile?: string | undefined
  /**
   * `true` lets a policy silence a pattern: at a remote rate of 0 nothing of it is kept but errors, pinned records and what an
   * incident lets through. Default: `false`: one record of each pattern and minute is kept whatever a policy says. Environment:
   * `LIPSERVICE_ALLOW_REMOTE_SILENCE`.
   */
  allowRemoteSilence?: boolean | undefined
  /**
   * `true` tells the LipService server where in the app each pattern is logged, as `src/orders/checkout.ts:42`: a stack is taken when a pattern is seen
   * first, 20 a second at most. Paths are relative to the working directory; of files outside only the name is told. Default: `false`.
   * Environment: `LIPSERVICE_CALL_SITES`.
   */
  callSites?: boolean | undefined
  /**
   * `false` ships everything; signing and counting go on. Default: `true`. `LIPSERVICE_SAMPLING=off` switches it off
   * whatever the code says.
   */
  enableAiSampling?: boolean | undefined
  /**
   * `true` ships everything and stamps what would have been dropped. Default: `false`. `LIPSERVICE_SAMPLING=shadow`
   * switches it on whatever the code says.
   */
  shadow?: boolean | undefined
  /**
   * What the kept volume may be. Default: none, so that each pattern is thinned to about the square root of its volume.
   * Environment: `LIPSERVICE_BUDGET` as `2GB/day`, `50/s` or `100USD/month` (at 0.25 USD a GB; `100USD/month@0.4` names
   * the price).
   */
  budget?: BudgetOption | undefined
  /** This process's share of the budget, above 0 and at most 1. Default: 1. Environment: `LIPSERVICE_BUDGET_SHARE`. */
  budgetShare?: number | undefined
  /**
   * Key of the hash by which all records of a trace are kept or dropped alike: processes that share it decide alike. 16 to 256
   * characters, a secret: who has it can choose trace ids that are kept. Default: that of the policy, else one of this process
   * alone. Environment: `LIPSERVICE_TRACE_KEY`.
   */
  traceKey?: string | undefined
  /** Records for which this returns `true` are kept whatever the policy says. Called inside the log call: keep it cheap. */
  alwaysKeep?: ((record: LogRecord) => boolean) | undefined
  /**
   * Records below this severity are dropped, in shadow mode too, and counted as `minimum_severity`. Records with an error attached
   * and records pinned by attribute are not. `enabled()` of OpenTelemetry loggers returns `false` for them. Default: none.
   * Environment: `LIPSERVICE_MINIMUM_SEVERITY`.
   */
  minimumSeverity?: SeverityName | undefined
  /**
   * `'full'` stamps weight, signature and reason on every kept record; `'none'` saves the bytes, and counts can then no
   * longer be rebuilt from what arrived. Default: `'full'`. Environment: `LIPSERVICE_STAMPS`.
   */
  stamps?: StampMode | undefined
  /**
   * How much the SDK says on stderr: a line an episode, never more than one a minute and kind. `warn`: what loses or endangers records;
   * `info`: also where it starts and how it ends; `none`: nothing. Keys are never in it. Default: `warn`. Environment:
   * `LIPSERVICE_LOG_LEVEL`.
   */
  logLevel?: LogLevel | undefined
}

/** Options of {@link configureAdaptiveLogging}. A wrong one throws a `TypeError` or `RangeError` that names it. */
export interface AdaptiveLoggingOptions extends SamplingOptions {
  /**
   * `false`: nothing is sampled, counted or sent, and all logs pass as they are; the instance takes every call. So it is, too, with
   * `OTEL_SDK_DISABLED=true`, and where there is no destination while `NODE_ENV` is `development` or `test`. Said once. Default: `true`.
   * Environment: `LIPSERVICE_ENABLED`.
   */
  enabled?: boolean | undefined
  /**
   * PostHog project token (`phc_…`). Default: `POSTHOG_API_KEY`. Without it records go to `exporter`, else to
   * `OTEL_EXPORTER_OTLP_LOGS_ENDPOINT` or `OTEL_EXPORTER_OTLP_ENDPOINT`; with none of these, an error.
   */
  posthogApiKey?: string | undefined
  /** PostHog ingestion host. Default: `POSTHOG_HOST`, else `https://us.i.posthog.com`. */
  posthogHost?: string | undefined
  /**
   * Where kept records go instead of our own OTLP delivery: any OpenTelemetry exporter, behind OpenTelemetry's batch
   * processor. Delivery guarantees end there.
   */
  exporter?: LogRecordExporter | undefined
  /**
   * Default: `protobuf`. Environment: `OTEL_EXPORTER_OTLP_LOGS_PROTOCOL`, else `OTEL_EXPORTER_OTLP_PROTOCOL` (`http/protobuf` or
   * `http/json`). With `grpc`, which is not spoken here, logs go over HTTP, to port 4318 where the endpoint's is 4317; that is said.
   */
  encoding?: Encoding | undefined
  /**
   * Compression of the bodies that are sent. Default: `gzip`; a backend that refuses it is sent uncompressed bodies from then on.
   * Environment: `OTEL_EXPORTER_OTLP_LOGS_COMPRESSION`, else `OTEL_EXPORTER_OTLP_COMPRESSION`.
   */
  compression?: Compression | undefined
  /**
   * Repeat only what OTLP says may be repeated (429, 502, 503, 504 and failures of the network). Default: `false`, because PostHog
   * responds with 500 and 408 to what it takes a moment later, and 402 over a quota. Environment: `LIPSERVICE_STRICT_OTLP`.
   */
  strictOtlp?: boolean | undefined
  /**
   * What is taken out of records before they leave, besides known secrets: tokens, keys, passwords, private keys, card numbers,
   * e-mail addresses, credentials in URLs. Either paths into attributes, or into the body (`body.…`), with `*` for any one name.
   * Or a function that changes a copy of body and attributes; if it throws, the record goes without them. `false`: nothing is
   * taken out. Default: known secrets. Environment: `LIPSERVICE_REDACT` (paths separated by commas, or `off`).
   *
   * @example
   * redact: ['user.email', 'headers["x-session"]', '*.ssn']
   */
  redact?: RedactOption | undefined
  /**
   * Directory where errors are written before the log call returns, and kept until they are delivered: they survive whatever ends
   * the process. It is created with mode 0700 if it is missing; one that belongs to others is refused. Default: none, errors wait
   * in memory. Environment: `LIPSERVICE_SPOOL_DIR`.
   */
  spoolDirectory?: string | undefined
  /**
   * Disk budget of this service in `spoolDirectory`, all its processes together, in bytes, 1 MiB to 1 TiB. When it runs out, errors of one
   * pattern become the first ten, the last ten and a summary with the exact count. Default: 64 MiB. Environment: `LIPSERVICE_SPOOL_MAX_BYTES`.
   */
  spoolMaxBytes?: number | undefined
  /**
   * Whose errors in `spoolDirectory` this process sends beside its own. `own`: those that dead processes of this service with this backend
   * left. `all`: also those of any other service or backend that nobody has touched for 5 minutes and none of whose processes lives here, to
   * this backend, under the name of their service. Default: `own`. Environment: `LIPSERVICE_SPOOL_ADOPTION`.
   */
  spoolAdoption?: 'own' | 'all' | undefined
  /**
   * Flush on SIGTERM, SIGINT and SIGHUP, and then let the signal do what it would have done; if the app listens as well, ending is its
   * business. While the event loop is blocked, a signal that is listened for does not end the process. Default: `true`.
   * Environment: `LIPSERVICE_HANDLE_SIGNALS`.
   */
  handleSignals?: boolean | undefined
  /**
   * Send what waits when the process ends by `process.exit()` or an uncaught error: a worker thread does it and the process waits
   * for it, 1 s at most. Default: `true`. Environment: `LIPSERVICE_FLUSH_ON_EXIT`.
   */
  flushOnExit?: boolean | undefined
  /**
   * Attributes of the app's records that hold what PostHog links a log by, as
   * `{ posthogDistinctId: 'user.id', sessionId: 'session' }`. Default: none; `withLogContext` sets them directly. Environment:
   * `LIPSERVICE_ATTRIBUTE_MAPPING` as `posthogDistinctId=user.id,sessionId=session`.
   */
  attributeMapping?: AttributeMapping | undefined
  /**
   * Lines that are dropped do not reach the logger's own destination either. Default: `false`: the destination gets every
   * line. Environment: `LIPSERVICE_THIN_DESTINATION`. A logger adapter's own option takes precedence.
   */
  thinDestination?: boolean | undefined
}
