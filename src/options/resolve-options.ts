import type { LoggerProvider } from '@opentelemetry/api-logs'
import type { HashKey } from '../internal/half-siphash.js'
import type { ConnectionOptions, Proxies } from '../internal/http-transport.js'
import { publicUrl } from '../internal/public-text.js'
import { Secret } from '../internal/secret.js'
import type { LogLevel } from '../internal/voice.js'
import type { LogRecord } from '../record/log-record.js'
import { SEVERITY_NUMBER } from '../record/severity.js'
import type { RedactionRules } from '../redaction/redactor.js'
import type { Budget } from '../sampling/adaptive/budget.js'
import type { StampMode } from '../sampling/stamps.js'
import { traceKeyOf } from '../sampling/trace-key.js'
import type {
  AdaptiveLoggingOptions,
  BudgetOption,
  Compression,
  Encoding,
  SamplingOptions,
  SeverityName,
} from './adaptive-logging-options.js'
import type { AttributeMapping } from './attribute-mapping.js'
import { resolveBudget } from './budget-option.js'
import { inSyntax, optionError, shownText } from './check.js'
import { resolveConnection, resolveProxies } from './connection.js'
import { type Destination, type Environment, resolveDestination } from './destination.js'
import { type InstanceNames, instanceNamesOf } from './instance-names.js'
import { type Notice, noticesOf } from './notices.js'
import { optionDifferences } from './option-differences.js'
import { OPTION_TABLE, type OptionRow } from './option-table.js'
import { isSpoken, protocolOf } from './protocol.js'
import { resolveRedact } from './redact-option.js'
import { type ResourceAttributes, resolveResource } from './resource-attributes.js'

/** Options that are checked and complete. */
export interface ResolvedSamplingOptions {
  readonly serviceName: string
  readonly resource: ResourceAttributes
  readonly instanceNames: InstanceNames
  readonly lipserviceUrl: string | undefined
  readonly lipserviceApiKey: Secret | (() => string | Promise<string>) | undefined
  readonly teamId: number | undefined
  readonly policyCacheFile: string | undefined
  readonly allowRemoteSilence: boolean
  readonly callSites: boolean
  /** What the app or its environment asked for; a policy may only ask for more to be shipped. */
  readonly mode: 'active' | 'shadow' | 'off'
  readonly budget: Budget | undefined
  /** `undefined`: that of the policy, or else of the process. */
  readonly traceKey: HashKey | undefined
  readonly alwaysKeep: ((record: LogRecord) => boolean) | undefined
  readonly stamps: StampMode
  readonly proxies: Proxies | undefined
  /** OpenTelemetry severity number; 0 = all. */
  readonly minimumSeverity: number
  readonly logLevel: LogLevel
  /** What is to be said of the options when sampling starts. */
  readonly notices: readonly Notice[]
}

export interface ResolvedOptions extends ResolvedSamplingOptions {
  readonly destination: Destination
  readonly connection: ConnectionOptions
  readonly encoding: Encoding
  readonly compression: Compression
  readonly thinDestination: boolean
  readonly attributeMapping: AttributeMapping
  /** Directory, disk budget in bytes, and whether errors of other services are sent, too. */
  readonly spool: { readonly directory: string; readonly maxBytes: number; readonly adoptsOthers: boolean } | undefined
  readonly redaction: RedactionRules
  readonly strictOtlp: boolean
  readonly handleSignals: boolean
  readonly flushOnExit: boolean
  /** Names of options that would be others with these. */
  readonly differencesTo: (other: object) => readonly string[]
}

const SAMPLING_MODES = ['on', 'shadow', 'off']

/**
 * Returns the options, completed from the environment and by defaults.
 *
 * @param registered the LoggerProvider of an OpenTelemetry SDK that runs already
 * @throws TypeError or RangeError naming option, value and what is allowed
 */
export function resolveOptions(
  options: AdaptiveLoggingOptions = {},
  env: Environment = process.env,
  registered?: LoggerProvider,
): ResolvedOptions {
  const read = reader(options, env)
  const directory = read('spoolDirectory')
  const taken = { ...options }
  const given = {
    posthogApiKey: read('posthogApiKey'),
    posthogHost: read('posthogHost') as string,
    exporter: read('exporter'),
  }
  const because = offReason(read('enabled') as boolean, options, env)
  const destination =
    because === undefined ? resolveDestination(given, env, registered) : { kind: 'none' as const, because }
  const sampling = samplingOptions(read, options, env)
  // What the variable says to an exporter of the app's own need not be ours to know.
  const compresses = destination.kind === 'otlp' || options.compression !== undefined
  return {
    ...sampling,
    notices: [...sampling.notices, ...protocolNotices(destination, options, env)],
    destination,
    connection: resolveConnection(env),
    encoding: read('encoding') as Encoding,
    compression: compresses ? (read('compression') as Compression) : 'gzip',
    thinDestination: read('thinDestination') as boolean,
    attributeMapping: read('attributeMapping') ?? {},
    spool:
      directory === undefined
        ? undefined
        : {
            directory,
            maxBytes: read('spoolMaxBytes') as number,
            adoptsOthers: read('spoolAdoption') === 'all',
          },
    strictOtlp: read('strictOtlp') as boolean,
    redaction: resolveRedact(read('redact')),
    handleSignals: read('handleSignals') as boolean,
    flushOnExit: read('flushOnExit') as boolean,
    differencesTo: (other) => optionDifferences(taken, other, env),
  }
}

/** As {@link resolveOptions}, for sampling without a delivery of our own. */
export function resolveSamplingOptions(
  options: SamplingOptions = {},
  env: Environment = process.env,
): ResolvedSamplingOptions {
  return samplingOptions(reader(options, env), options, env)
}

type Reader = <Name extends keyof AdaptiveLoggingOptions>(name: Name) => AdaptiveLoggingOptions[Name]

function reader(options: AdaptiveLoggingOptions, env: Environment): Reader {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`lipservice: options must be an object; got ${options === null ? 'null' : typeof options}`)
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(OPTION_TABLE, name)) continue
    throw new TypeError(`lipservice: unknown option '${name}'; known are ${Object.keys(OPTION_TABLE).join(', ')}`)
  }
  return (name) => {
    const row: OptionRow = OPTION_TABLE[name]
    const given = options[name]
    // Of a variable that is not set: `key: process.env.KEY ?? ''`.
    const isMissing = given === undefined || (row.secret === true && given === '')
    if (!isMissing) return checked(name, given, row) as typeof given
    const variable = row.logsEnv !== undefined && env[row.logsEnv] ? row.logsEnv : row.env
    const text = variable && env[variable]
    if (text === undefined || text === '') return row.fallback as typeof given
    const setting = `${variable} (option ${name})`
    const value = row.parse ? row.parse(text) : text
    return checked(setting, value, row, text) as typeof given
  }
}

/** `text`: as the environment has it. */
function checked(name: string, value: unknown, row: OptionRow, text?: string): unknown {
  const problem = row.check(value)
  if (problem === undefined) return value
  if (text === undefined) throw optionError(name, value, problem, row.secret)
  throw optionError(name, text, inSyntax(problem, row.syntax), row.secret)
}

function offReason(enabled: boolean, options: AdaptiveLoggingOptions, env: Environment): string | undefined {
  if (!enabled) return options.enabled === false ? 'enabled is false' : 'LIPSERVICE_ENABLED is false'
  return isSdkDisabled(env) ? 'OTEL_SDK_DISABLED is true' : undefined
}

/** As OpenTelemetry reads it. */
function isSdkDisabled(env: Environment): boolean {
  return env['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true'
}

/** A protocol that is asked for and not spoken, where we are the ones to speak. */
function protocolNotices(
  destination: Destination,
  options: AdaptiveLoggingOptions,
  env: Environment,
): readonly Notice[] {
  const protocol = protocolOf(env)
  if (destination.kind !== 'otlp' || options.encoding !== undefined || protocol === undefined || isSpoken(protocol))
    return []
  const url = publicUrl(destination.url)
  return [(diag) => diag.once('protocol_not_spoken', { ...protocol, url })]
}

function samplingOptions(read: Reader, options: AdaptiveLoggingOptions, env: Environment): ResolvedSamplingOptions {
  const budget = read('budget') as BudgetOption | undefined
  const budgetShare = read('budgetShare') as number
  const resource = resolveResource(read('serviceName'), env)
  const lipserviceApiKey = read('lipserviceApiKey')
  const traceKey = read('traceKey')
  return {
    serviceName: resource['service.name'],
    resource,
    instanceNames: instanceNamesOf(env),
    lipserviceUrl: read('lipserviceUrl'),
    lipserviceApiKey: typeof lipserviceApiKey === 'string' ? new Secret(lipserviceApiKey) : lipserviceApiKey,
    teamId: read('teamId'),
    policyCacheFile: read('policyCacheFile'),
    allowRemoteSilence: read('allowRemoteSilence') as boolean,
    callSites: read('callSites') as boolean,
    mode: modeOf((read('enableAiSampling') as boolean) && !isSdkDisabled(env), read('shadow') as boolean, env),
    budget: budget && resolveBudget(budget, budgetShare),
    traceKey: traceKey === undefined ? undefined : traceKeyOf(traceKey),
    alwaysKeep: read('alwaysKeep'),
    stamps: read('stamps') as StampMode,
    proxies: resolveProxies(env),
    minimumSeverity: minimumSeverityOf(read('minimumSeverity') as SeverityName | undefined),
    logLevel: read('logLevel') as LogLevel,
    notices: noticesOf(options, env),
  }
}

function minimumSeverityOf(name: SeverityName | undefined): number {
  return name === undefined ? 0 : SEVERITY_NUMBER[name]
}

/** The environment is the operator's kill switch: it can switch sampling off or to shadow, never on. */
function modeOf(enabled: boolean, shadow: boolean, env: Environment): ResolvedSamplingOptions['mode'] {
  const text = env['LIPSERVICE_SAMPLING']
  if (text !== undefined && text !== '' && !SAMPLING_MODES.includes(text)) {
    throw new RangeError(`lipservice: LIPSERVICE_SAMPLING must be 'on', 'shadow' or 'off'; got '${shownText(text)}'`)
  }
  if (!enabled || text === 'off') return 'off'
  return shadow || text === 'shadow' ? 'shadow' : 'active'
}
