import type { LoggerProvider } from '@opentelemetry/api-logs'
import type { ConnectionOptions, Proxies } from '../internal/http-transport.js'
import { Secret } from '../internal/secret.js'
import type { LogRecord } from '../record/log-record.js'
import { SEVERITY_NUMBER } from '../record/severity.js'
import type { RedactionRules } from '../redaction/redactor.js'
import type { Budget } from '../sampling/adaptive/budget.js'
import type { StampMode } from '../sampling/stamps.js'
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
import { optionError } from './check.js'
import { resolveConnection, resolveProxies } from './connection.js'
import { type Destination, type Environment, resolveDestination } from './destination.js'
import { OPTION_TABLE, type OptionRow } from './option-table.js'
import { resolveRedact } from './redact-option.js'
import { type ResourceAttributes, resolveResource } from './resource-attributes.js'

/** Options as the rest of the SDK trusts them. */
export interface ResolvedSamplingOptions {
  readonly serviceName: string
  readonly resource: ResourceAttributes
  readonly lipserviceUrl: string | undefined
  readonly lipserviceApiKey: Secret | undefined
  readonly teamId: number | undefined
  readonly policyCacheFile: string | undefined
  readonly allowRemoteSilence: boolean
  /** What the app or its environment asked for; a policy may only ask for more to be shipped. */
  readonly mode: 'active' | 'shadow' | 'off'
  readonly budget: Budget | undefined
  readonly alwaysKeep: ((record: LogRecord) => boolean) | undefined
  readonly stamps: StampMode
  readonly proxies: Proxies | undefined
  /** OpenTelemetry severity number; 0 = all. */
  readonly minimumSeverity: number
}

export interface ResolvedOptions extends ResolvedSamplingOptions {
  readonly destination: Destination
  readonly connection: ConnectionOptions
  readonly encoding: Encoding
  readonly compression: Compression
  readonly thinDestination: boolean
  readonly attributeMapping: AttributeMapping
  /** Directory and disk budget in bytes. */
  readonly spool: { readonly directory: string; readonly maxBytes: number } | undefined
  readonly redaction: RedactionRules
  readonly strictOtlp: boolean
  readonly handleSignals: boolean
  readonly flushOnExit: boolean
}

const SAMPLING_MODES = ['on', 'shadow', 'off']

/**
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
  const destination = resolveDestination(
    { posthogApiKey: read('posthogApiKey'), posthogHost: read('posthogHost') as string, exporter: read('exporter') },
    env,
    registered,
  )
  // What the variable says to an exporter of the app's own need not be ours to know.
  const compresses = destination.kind === 'otlp' || options.compression !== undefined
  return {
    ...samplingOptions(read, env),
    destination,
    connection: resolveConnection(env),
    encoding: read('encoding') as Encoding,
    compression: compresses ? (read('compression') as Compression) : 'gzip',
    thinDestination: read('thinDestination') as boolean,
    attributeMapping: read('attributeMapping') ?? {},
    spool: directory === undefined ? undefined : { directory, maxBytes: read('spoolMaxBytes') as number },
    strictOtlp: read('strictOtlp') as boolean,
    redaction: resolveRedact(read('redact')),
    handleSignals: read('handleSignals') as boolean,
    flushOnExit: read('flushOnExit') as boolean,
  }
}

/** As {@link resolveOptions}, for sampling without a delivery of our own. */
export function resolveSamplingOptions(
  options: SamplingOptions = {},
  env: Environment = process.env,
): ResolvedSamplingOptions {
  return samplingOptions(reader(options, env), env)
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
    if (given !== undefined) return checked(name, given, row) as typeof given
    const variable = row.logsEnv !== undefined && env[row.logsEnv] ? row.logsEnv : row.env
    const text = variable && env[variable]
    if (text === undefined || text === '') return row.fallback as typeof given
    return checked(`${variable} (option ${name})`, row.parse ? row.parse(text) : text, row) as typeof given
  }
}

function checked(name: string, value: unknown, row: OptionRow): unknown {
  const problem = row.check(value)
  if (problem !== undefined) throw optionError(name, value, problem, row.secret)
  return value
}

function samplingOptions(read: Reader, env: Environment): ResolvedSamplingOptions {
  const budget = read('budget') as BudgetOption | undefined
  const budgetShare = read('budgetShare') as number
  const resource = resolveResource(read('serviceName'), env)
  const lipserviceApiKey = read('lipserviceApiKey')
  return {
    serviceName: resource['service.name'],
    resource,
    lipserviceUrl: read('lipserviceUrl'),
    lipserviceApiKey: lipserviceApiKey === undefined ? undefined : new Secret(lipserviceApiKey),
    teamId: read('teamId'),
    policyCacheFile: read('policyCacheFile'),
    allowRemoteSilence: read('allowRemoteSilence') as boolean,
    mode: modeOf(read('enableAiSampling') as boolean, read('shadow') as boolean, env),
    budget: budget && resolveBudget(budget, budgetShare),
    alwaysKeep: read('alwaysKeep'),
    stamps: read('stamps') as StampMode,
    proxies: resolveProxies(env),
    minimumSeverity: minimumSeverityOf(read('minimumSeverity') as SeverityName | undefined),
  }
}

function minimumSeverityOf(name: SeverityName | undefined): number {
  return name === undefined ? 0 : SEVERITY_NUMBER[name]
}

/** The environment is the operator's kill switch: it can switch sampling off or to shadow, never on. */
function modeOf(enabled: boolean, shadow: boolean, env: Environment): ResolvedSamplingOptions['mode'] {
  const text = env['LIPSERVICE_SAMPLING']
  if (text !== undefined && text !== '' && !SAMPLING_MODES.includes(text)) {
    throw new RangeError(`lipservice: LIPSERVICE_SAMPLING must be 'on', 'shadow' or 'off'; got '${text.slice(0, 80)}'`)
  }
  if (!enabled || text === 'off') return 'off'
  return shadow || text === 'shadow' ? 'shadow' : 'active'
}
