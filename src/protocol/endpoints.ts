/** Path that reports are posted to. */
export const STATS_PATH = '/api/v1/patterns/stats'

/** Request header of a policy poll: the `instance_id` of the caller's reports. */
export const INSTANCE_HEADER = 'lipservice-instance'

/**
 * Returns the path, with query, of a service's policy.
 *
 * @example
 * policyPath('checkout-api', 7) // → '/api/v1/policies/checkout-api?team_id=7'
 */
export function policyPath(serviceName: string, teamId?: number): string {
  const query = teamId === undefined ? '' : `?team_id=${teamId}`
  return `/api/v1/policies/${encodeURIComponent(serviceName.toWellFormed())}${query}`
}

/**
 * Most bytes of a report as it is sent, compressed or not: 1 MiB. A server takes as many; an SDK splits what it has to say, so
 * that no report has more.
 */
export const MAX_REPORT_BYTES = 1024 * 1024

/**
 * Most bytes of a policy: 1 MiB. A server makes none that has more, an SDK reads none. Rates of 10,000 patterns and the checks of all of
 * them fit; of a policy with more than that, the checks of `keep_patterns` go before others.
 */
export const MAX_POLICY_BYTES = 1024 * 1024
/** Most bytes of a policy on the wire, compressed or not: {@link MAX_POLICY_BYTES}. */
export const MAX_POLICY_WIRE_BYTES = MAX_POLICY_BYTES
