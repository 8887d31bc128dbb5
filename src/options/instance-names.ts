import { hostname } from 'node:os'
import type { Environment } from './destination.js'
import { parsePairs } from './environment-pairs.js'

/** What a report takes. */
const MAX_NAME_CHARACTERS = 256

/** Where this process runs, for people who look for it: said in reports, and in no record. */
export interface InstanceNames {
  readonly host: string | undefined
  readonly pod: string | undefined
}

/**
 * Returns the names of host and pod: `host.name` and `k8s.pod.name` of `OTEL_RESOURCE_ATTRIBUTES`, else what the system says, and `POD_NAME`,
 * or within Kubernetes `HOSTNAME`.
 */
export function instanceNamesOf(env: Environment): InstanceNames {
  const given = parsePairs(env['OTEL_RESOURCE_ATTRIBUTES'] ?? '')
  const inKubernetes = env['KUBERNETES_SERVICE_HOST'] ? env['HOSTNAME'] : undefined
  return {
    host: bounded(given.get('host.name') || hostname()),
    pod: bounded(given.get('k8s.pod.name') || env['POD_NAME'] || inKubernetes),
  }
}

function bounded(name: string | undefined): string | undefined {
  return name?.slice(0, MAX_NAME_CHARACTERS).toWellFormed() || undefined
}
