import type { LoggerProvider } from '@opentelemetry/api-logs'
import { type BackendSettings, OTLP_SETTINGS, POSTHOG_SETTINGS } from '../delivery/backend.js'
import { posthogLogsUrl } from '../delivery/posthog.js'
import type { LogRecordExporter } from '../record/sdk-types.js'
import { shownText } from './check.js'
import { parsePairs } from './environment-pairs.js'
import { hasGrpcPort, httpEndpoint, isSpoken, protocolOf } from './protocol.js'

/** Where kept records go: our own OTLP delivery, an exporter that the app brought, or the provider its OpenTelemetry SDK registered. */
export type Destination =
  | {
      readonly kind: 'otlp'
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      /** How messages name it and what it is set by. */
      readonly settings: BackendSettings
    }
  | { readonly kind: 'exporter'; readonly exporter: LogRecordExporter }
  | { readonly kind: 'provider'; readonly provider: LoggerProvider }
  /** Nowhere: logging is off. */
  | { readonly kind: 'none'; readonly because: string }

export type Environment = Readonly<Record<string, string | undefined>>

/** Where an app without a destination may start all the same. */
const HARMLESS = new Set(['development', 'test'])

interface DestinationOptions {
  readonly posthogApiKey?: string | undefined
  readonly posthogHost: string
  readonly exporter?: LogRecordExporter | undefined
}

export function resolveDestination(
  options: DestinationOptions,
  env: Environment,
  registered: LoggerProvider | undefined,
): Destination {
  if (options.exporter !== undefined) return { kind: 'exporter', exporter: options.exporter }
  if (options.posthogApiKey !== undefined) {
    return {
      kind: 'otlp',
      url: posthogLogsUrl(options.posthogHost),
      headers: { authorization: `Bearer ${options.posthogApiKey}` },
      settings: POSTHOG_SETTINGS,
    }
  }
  // Before the endpoint of the environment: an SDK that runs exports to it already.
  if (registered !== undefined) return { kind: 'provider', provider: registered }
  const endpoint = endpointOf(env)
  if (endpoint !== undefined) {
    const { url, variable } = endpoint
    const headers = env['OTEL_EXPORTER_OTLP_LOGS_HEADERS'] ?? env['OTEL_EXPORTER_OTLP_HEADERS'] ?? ''
    return { kind: 'otlp', url, headers: headersOf(headers), settings: settingsOf(url, variable, env) }
  }
  if (HARMLESS.has(env['NODE_ENV'] ?? '')) {
    return {
      kind: 'none',
      because: `there is no destination (posthogApiKey / POSTHOG_API_KEY) and NODE_ENV is ${env['NODE_ENV']}`,
    }
  }
  throw new TypeError(
    'lipservice: no destination for logs: set posthogApiKey (or POSTHOG_API_KEY), or exporter, ' +
      'or OTEL_EXPORTER_OTLP_ENDPOINT, or register an OpenTelemetry LoggerProvider before',
  )
}

function endpointOf(env: Environment): { url: string; variable: string } | undefined {
  const exact = env['OTEL_EXPORTER_OTLP_LOGS_ENDPOINT']
  const variable = exact ? 'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT' : 'OTEL_EXPORTER_OTLP_ENDPOINT'
  const given = env[variable]
  if (!given) return undefined
  const protocol = protocolOf(env)
  const isGrpc = protocol !== undefined && !isSpoken(protocol)
  const url = isGrpc ? httpEndpoint(checkedUrl(variable, given)) : checkedUrl(variable, given)
  // An endpoint of gRPC has no path, not even that for logs alone.
  const isWhole = exact && !(isGrpc && new URL(url).pathname === '/')
  return { url: isWhole ? url : `${url.replace(/\/+$/, '')}/v1/logs`, variable }
}

function settingsOf(url: string, variable: string, env: Environment): BackendSettings {
  const headers = env['OTEL_EXPORTER_OTLP_LOGS_HEADERS'] ? 'OTEL_EXPORTER_OTLP_LOGS_HEADERS' : OTLP_SETTINGS.keySetting
  const hint = hasGrpcPort(url) ? ' (4317 is the port of gRPC; HTTP has 4318)' : ''
  return { name: new URL(url).host, keySetting: headers, addressSetting: variable + hint }
}

function checkedUrl(name: string, value: string): string {
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value
  throw new RangeError(`lipservice: ${name} must be an http:// or https:// URL; got '${shownText(value)}'`)
}

function headersOf(text: string): Record<string, string> {
  return Object.fromEntries([...parsePairs(text)].map(([name, value]) => [name.toLowerCase(), value]))
}
