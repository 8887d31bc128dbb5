import { LOG_LEVELS } from '../internal/voice.js'
import type { AdaptiveLoggingOptions } from './adaptive-logging-options.js'
import { isAttributeMapping, MAPPING_SYNTAX, parseAttributeMapping } from './attribute-mapping.js'
import { BUDGET_SYNTAX, isBudget, parseBudget } from './budget-option.js'
import { type Check, isBoolean, isFunction, isNumber, isOneOf, isString, isStringOrFunction, isUrl } from './check.js'
import { isRedact, parseRedact, REDACT_SYNTAX } from './redact-option.js'

/** A row of the table of options: its check, its environment variable, its default. */
export interface OptionRow {
  readonly check: Check
  readonly env?: string
  /** The variable that goes before `env`: OpenTelemetry's for logs alone. */
  readonly logsEnv?: string
  /** What the variable may be, where that is not what the option may be. */
  readonly syntax?: string
  /** The option without which this one means nothing. */
  readonly needs?: string
  /** Turns the environment's text into the option's value. Default: the text itself. */
  readonly parse?: (text: string) => unknown
  readonly fallback?: unknown
  /** Never shown in an error. */
  readonly secret?: boolean
}

const toBoolean = (text: string) =>
  text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text
const toNumber = (text: string) => (text.trim() === '' ? text : Number(text))
// The variable also speaks for traces and metrics: `grpc` there must not stop the logs, and is said.
const toEncoding = (text: string) => (text.trim() === 'http/json' ? 'json' : 'protobuf')
const toLower = (text: string) => text.trim().toLowerCase()

const toCompression = (text: string) => (/^(gzip|none)$/i.test(text.trim()) ? text.trim().toLowerCase() : text)

export const OPTION_TABLE = {
  serviceName: {
    check: isString('a non-empty string'),
    env: 'OTEL_SERVICE_NAME',
  },
  lipserviceUrl: { check: isUrl, env: 'LIPSERVICE_URL' },
  lipserviceApiKey: {
    check: isStringOrFunction('a non-empty string or a function that returns one'),
    env: 'LIPSERVICE_API_KEY',
    needs: 'lipserviceUrl',
    secret: true,
  },
  teamId: {
    check: isNumber('a positive integer', (n) => Number.isSafeInteger(n) && n > 0),
    env: 'LIPSERVICE_TEAM_ID',
    needs: 'lipserviceUrl',
    parse: toNumber,
  },
  policyCacheFile: {
    check: isString('a path without NUL', (text) => text.trim() !== '' && !text.includes('\0')),
    env: 'LIPSERVICE_POLICY_CACHE_FILE',
    needs: 'lipserviceUrl',
  },
  allowRemoteSilence: { check: isBoolean, env: 'LIPSERVICE_ALLOW_REMOTE_SILENCE', parse: toBoolean, fallback: false },
  callSites: {
    check: isBoolean,
    env: 'LIPSERVICE_CALL_SITES',
    needs: 'lipserviceUrl',
    parse: toBoolean,
    fallback: false,
  },
  enableAiSampling: { check: isBoolean, fallback: true },
  shadow: { check: isBoolean, fallback: false },
  budget: { check: isBudget, env: 'LIPSERVICE_BUDGET', parse: parseBudget, syntax: BUDGET_SYNTAX },
  budgetShare: {
    check: isNumber('a number above 0 and at most 1', (n) => n > 0 && n <= 1),
    env: 'LIPSERVICE_BUDGET_SHARE',
    needs: 'budget',
    parse: toNumber,
    fallback: 1,
  },
  traceKey: {
    check: isString('a text of 16 to 256 characters', (text) => text.length >= 16 && text.length <= 256),
    env: 'LIPSERVICE_TRACE_KEY',
    secret: true,
  },
  alwaysKeep: { check: isFunction },
  minimumSeverity: {
    check: isOneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal'),
    env: 'LIPSERVICE_MINIMUM_SEVERITY',
  },
  stamps: { check: isOneOf('full', 'none'), env: 'LIPSERVICE_STAMPS', fallback: 'full' },
  posthogApiKey: {
    check: isString("a PostHog project token ('phc_…')", (text) => /^phc_[\x21-\x7e]{1,60}$/.test(text)),
    env: 'POSTHOG_API_KEY',
    secret: true,
  },
  posthogHost: { check: isUrl, env: 'POSTHOG_HOST', fallback: 'https://us.i.posthog.com' },
  exporter: {
    check: (value) =>
      typeof (value as { export?: unknown } | null)?.export === 'function'
        ? undefined
        : { allowed: 'an OpenTelemetry LogRecordExporter (an object with an export method)' },
  },
  encoding: {
    check: isOneOf('protobuf', 'json'),
    env: 'OTEL_EXPORTER_OTLP_PROTOCOL',
    logsEnv: 'OTEL_EXPORTER_OTLP_LOGS_PROTOCOL',
    parse: toEncoding,
    fallback: 'protobuf',
  },
  compression: {
    check: isOneOf('gzip', 'none'),
    env: 'OTEL_EXPORTER_OTLP_COMPRESSION',
    logsEnv: 'OTEL_EXPORTER_OTLP_LOGS_COMPRESSION',
    parse: toCompression,
    fallback: 'gzip',
  },
  strictOtlp: { check: isBoolean, env: 'LIPSERVICE_STRICT_OTLP', parse: toBoolean, fallback: false },
  spoolDirectory: { check: isString('a path'), env: 'LIPSERVICE_SPOOL_DIR' },
  spoolMaxBytes: {
    check: isNumber(
      'a whole number of bytes, 1 MiB to 1 TiB',
      (n) => Number.isInteger(n) && n >= 2 ** 20 && n <= 2 ** 40,
    ),
    env: 'LIPSERVICE_SPOOL_MAX_BYTES',
    needs: 'spoolDirectory',
    parse: toNumber,
    fallback: 64 * 1024 * 1024,
  },
  spoolAdoption: {
    check: isOneOf('own', 'all'),
    env: 'LIPSERVICE_SPOOL_ADOPTION',
    needs: 'spoolDirectory',
    parse: toLower,
    fallback: 'own',
  },
  handleSignals: { check: isBoolean, env: 'LIPSERVICE_HANDLE_SIGNALS', parse: toBoolean, fallback: true },
  flushOnExit: { check: isBoolean, env: 'LIPSERVICE_FLUSH_ON_EXIT', parse: toBoolean, fallback: true },
  redact: { check: isRedact, env: 'LIPSERVICE_REDACT', parse: parseRedact, syntax: REDACT_SYNTAX },
  attributeMapping: {
    check: isAttributeMapping,
    env: 'LIPSERVICE_ATTRIBUTE_MAPPING',
    parse: parseAttributeMapping,
    syntax: MAPPING_SYNTAX,
  },
  thinDestination: { check: isBoolean, env: 'LIPSERVICE_THIN_DESTINATION', parse: toBoolean, fallback: false },
  enabled: { check: isBoolean, env: 'LIPSERVICE_ENABLED', parse: toBoolean, fallback: true },
  logLevel: { check: isOneOf(...LOG_LEVELS), env: 'LIPSERVICE_LOG_LEVEL', parse: toLower, fallback: 'warn' },
} as const satisfies Record<keyof AdaptiveLoggingOptions, OptionRow>
