import { readFileSync } from 'node:fs'
import type { ConnectionOptions, Proxies } from '../internal/http-transport.js'
import type { Environment } from './destination.js'

const CERTIFICATE_VARIABLES = ['OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE', 'OTEL_EXPORTER_OTLP_CERTIFICATE']

/** Proxies and certificates by the environment. @throws RangeError if a certificate that is named cannot be read */
export function resolveConnection(env: Environment): ConnectionOptions {
  return { proxies: resolveProxies(env), ca: certificateOf(env) }
}

/** Without HTTPS_PROXY the one of HTTP_PROXY takes all, as undici has it. */
export function resolveProxies(env: Environment): Proxies | undefined {
  const of = (name: string) => env[name] || env[name.toUpperCase()] || undefined
  const http = of('http_proxy')
  const https = of('https_proxy') ?? http
  return https === undefined ? undefined : { http, https, no: of('no_proxy') }
}

function certificateOf(env: Environment): string | undefined {
  const name = CERTIFICATE_VARIABLES.find((variable) => Boolean(env[variable]))
  const file = name && env[name]
  if (!file) return undefined
  const problem = (what: string) =>
    new RangeError(`lipservice: ${name} must be a file of certificates in PEM; '${file.slice(0, 200)}' ${what}`)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw problem(`cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw problem('has none')
  return text
}
