import type { LoggerProvider } from '@opentelemetry/api-logs'
import { posthogLogsUrl } from '../delivery/posthog.js'
import type { LogRecordExporter } from '../record/sdk-types.js'
import { parsePairs } from './environment-pairs.js'

/** Where kept records go: our own OTLP delivery, an exporter that the app brought, or the provider its OpenTelemetry SDK registered. */
export type Destination =
  | { readonly kind: 'otlp'; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'exporter'; readonly exporter: LogRecordExporter }
  | { readonly kind: 'provider'; readonly provider: LoggerProvider }

export type Environment = Readonly<Record<string, string | undefined>>

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
    }
  }
  // Before the endpoint of the environment: an SDK that runs exports to it already.
  if (registered !== undefined) return { kind: 'provider', provider: registered }
  const url = otlpLogsUrl(env)
  if (url !== undefined) {
    const headers = env['OTEL_EXPORTER_OTLP_LOGS_HEADERS'] ?? env['OTEL_EXPORTER_OTLP_HEADERS'] ?? ''
    return { kind: 'otlp', url, headers: headersOf(headers) }
  }
  throw new TypeError(
    'lipservice: no destination for logs: set posthogApiKey (or POSTHOG_API_KEY), or exporter, ' +
      'or OTEL_EXPORTER_OTLP_ENDPOINT, or register an OpenTelemetry LoggerProvider before',
  )
}

function otlpLogsUrl(env: Environment): string | undefined {
  const exact = env['OTEL_EXPORTER_OTLP_LOGS_ENDPOINT']
  if (exact) return checkedUrl('OTEL_EXPORTER_OTLP_LOGS_ENDPOINT', exact)
  const base = env['OTEL_EXPORTER_OTLP_ENDPOINT']
  if (!base) return undefined
  return `${checkedUrl('OTEL_EXPORTER_OTLP_ENDPOINT', base).replace(/\/+$/, '')}/v1/logs`
}

function checkedUrl(name: string, value: string): string {
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value
  throw new RangeError(`lipservice: ${name} must be an http:// or https:// URL; got '${value.slice(0, 80)}'`)
}

function headersOf(text: string): Record<string, string> {
  return Object.fromEntries([...parsePairs(text)].map(([name, value]) => [name.toLowerCase(), value]))
}
