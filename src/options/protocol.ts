const SPOKEN = ['http/protobuf', 'http/json']
const GRPC_PORT = '4317'
const HTTP_PORT = '4318'

/** What OpenTelemetry's variables ask for, of which only HTTP is spoken here. */
export interface Protocol {
  readonly variable: string
  readonly value: string
}

export function protocolOf(env: Readonly<Record<string, string | undefined>>): Protocol | undefined {
  for (const variable of ['OTEL_EXPORTER_OTLP_LOGS_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL']) {
    const value = env[variable]?.trim()
    if (value) return { variable, value }
  }
  return undefined
}

export function isSpoken({ value }: Protocol): boolean {
  return SPOKEN.includes(value)
}

/**
 * Returns an endpoint that was meant for gRPC, as HTTP has it: a collector listens for that one port further. A receiver behind https://
 * without a port has both on 443.
 */
export function httpEndpoint(url: string): string {
  const parsed = new URL(url)
  const isPlain = parsed.port === '' && parsed.protocol === 'http:'
  if (parsed.port !== GRPC_PORT && !isPlain) return url
  parsed.port = HTTP_PORT
  return parsed.href
}

/** Returns whether an endpoint has the port of gRPC: where HTTP fails there, that is why. */
export function hasGrpcPort(url: string): boolean {
  return new URL(url).port === GRPC_PORT
}
