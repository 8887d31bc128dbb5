import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from '../internal/http-agent.js'
import type { Environment } from './destination.js'

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']
const CERTIFICATE_VARIABLES = ['OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE', 'OTEL_EXPORTER_OTLP_CERTIFICATE']

/** Proxies and certificates by the environment. @throws RangeError if a certificate that is named cannot be read */
export function resolveConnection(env: Environment): ConnectionOptions {
  const ca = certificateOf(env)
  return { useProxies: usesProxies(env), ...(ca !== undefined && { ca }) }
}

export function usesProxies(env: Environment): boolean {
  return PROXY_VARIABLES.some((name) => Boolean(env[name]))
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
