import type { App } from './app/app.js'
import type { Reach } from './network/reach.js'

export type FindingSeverity = 'error' | 'warning'

/** All that the doctor can find. `error`: records are lost, stay unsampled or are not sent; the exit code is 1. */
export const FINDINGS = {
  package_json_missing: 'error',
  node_too_old: 'error',
  node_pinned_too_old: 'error',
  lipservice_not_installed: 'error',
  lipservice_only_for_development: 'error',
  lipservice_copies: 'warning',
  api_copies: 'warning',
  package_too_old: 'error',
  package_not_known: 'warning',
  too_old_for_zero_code: 'error',
  not_wired: 'error',
  logger_not_wrapped: 'error',
  register_behind_script: 'error',
  register_not_there: 'error',
  register_by_name: 'warning',
  register_not_first: 'warning',
  required_file_is_esm: 'error',
  bundle_hides_logger: 'error',
  bundled: 'warning',
  next_bundles: 'error',
  unknown_variable: 'warning',
  bad_value: 'error',
  no_effect: 'warning',
  env_file_unread: 'error',
  value_overridden: 'warning',
  placeholder_key: 'error',
  keys_swapped: 'error',
  key_may_be_committed: 'warning',
  switched_off: 'warning',
  service_unnamed: 'warning',
  no_destination: 'error',
  goes_nowhere: 'warning',
  host_unknown: 'error',
  connection_refused: 'error',
  proxy_refuses: 'error',
  tls_failed: 'error',
  no_answer: 'error',
  key_refused: 'error',
  key_unknown: 'error',
  quota_exceeded: 'error',
  address_refused: 'error',
  backend_fails: 'warning',
  clock_off: 'error',
  not_a_server: 'error',
  server_not_ready: 'warning',
  server_key_refused: 'error',
  policy_refused: 'error',
  spool_unusable: 'error',
  spool_not_private: 'error',
  disk_low: 'warning',
  spool_orphans: 'warning',
  policy_cache_unusable: 'error',
} as const satisfies Record<string, FindingSeverity>
export type FindingName = keyof typeof FINDINGS

export interface Finding {
  readonly name: FindingName
  /** What is the matter, in a sentence. Keys are never in it. */
  readonly what: string
  /** What to do, in a sentence. */
  readonly fix: string
  /** The change itself, as lines of a shell or a diff. */
  readonly change?: readonly string[]
}

/** What a check came to. */
export interface CheckResult {
  /** What is there, in a few words. `undefined`: it does not concern this app. */
  readonly says: string | undefined
  readonly findings: readonly Finding[]
}

/** One thing that may be wrong with how an app is wired. */
export interface Check {
  /** As a heading of a line. */
  readonly title: string
  /** @param reach `undefined`: nobody is asked */
  run(app: App, reach: Reach | undefined): CheckResult | Promise<CheckResult>
}

export const severityOf = ({ name }: Finding): FindingSeverity => FINDINGS[name]
