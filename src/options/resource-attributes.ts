import type { Environment } from './destination.js'
import { parsePairs } from './environment-pairs.js'

const UNKNOWN_SERVICE = 'unknown_service:node'

/** Resource attributes: what every record says of its service. */
export interface ResourceAttributes {
  readonly 'service.name': string
  readonly 'service.version'?: string
  readonly 'deployment.environment.name'?: string
}

/**
 * Returns name, version and environment of the service, and nothing else: PostHog's second meter counts resource attributes on
 * every row. They come from the options, else from `OTEL_RESOURCE_ATTRIBUTES`; the version also from npm, which sets it for scripts.
 */
export function resolveResource(serviceName: string | undefined, env: Environment): ResourceAttributes {
  const given = parsePairs(env['OTEL_RESOURCE_ATTRIBUTES'] ?? '')
  const version = given.get('service.version') || env['npm_package_version']
  const environment = given.get('deployment.environment.name') || given.get('deployment.environment')
  return {
    'service.name': serviceName ?? (given.get('service.name') || UNKNOWN_SERVICE),
    ...(version ? { 'service.version': version } : {}),
    ...(environment ? { 'deployment.environment.name': environment } : {}),
  }
}
