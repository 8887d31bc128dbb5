import type { HostRules } from '../../../posthog/api/client/hosts.js'

/** Who names an instance on the command line allows it. */
export const hostRulesOf = (host: string): HostRules => ({
  allowed: URL.canParse(host) ? [new URL(host).host] : [],
  allowLoopback: true,
})
