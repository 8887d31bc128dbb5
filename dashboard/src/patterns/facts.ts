import type { PatternTarget } from '../actions/override-dialog.js'
import type { components } from '../api/schema.js'
import type { PostHogSince } from '../format/posthog.js'
import type { Pattern } from './pattern-view.js'

type PolicyStanding = NonNullable<components['schemas']['PolicyStanding']>

/** What has to be known of a service to explain its patterns. */
export interface ServiceFacts {
  /** Of all its records in the period. */
  readonly bytes: number
  /** Up to when the policy in force knows what people fixed, as `policyAtOf` says; `undefined`: there is none. */
  readonly policyAt: number | undefined
  /** Of its first report, epoch seconds. */
  readonly firstSeen: number
  /** Bytes a day; `undefined`: there is none, or one in records. */
  readonly budget: number | undefined
}

/**
 * Returns up to when a policy knows what people fixed, epoch seconds: that of the allocator when it was made. What a person put in
 * force, or put again, knows of none: 0. `undefined`: there is no policy.
 */
export function policyAtOf(policy: Pick<PolicyStanding, 'kind' | 'created_at'> | null | undefined): number | undefined {
  if (policy === null || policy === undefined) return undefined
  return policy.kind === 'plan' || policy.kind === 'adjustment' ? policy.created_at : 0
}

/** What has to be known of the table. */
export interface TableFacts {
  /** Of the period that is shown. */
  readonly days: number
  readonly since: PostHogSince
  /** Rows say whose they are. */
  readonly showsService: boolean
  of(service: string): ServiceFacts
}

/** Returns a pattern as dialogs need it. */
export function targetOf(pattern: Pattern, { days, of }: TableFacts): PatternTarget {
  const { service, signature, check, template, overrides } = pattern
  return {
    service,
    signature,
    check,
    template,
    class: pattern.class,
    bytes: pattern.bytes / days,
    keptBytes: pattern.kept_bytes / days,
    budget: of(service).budget,
    overrides,
  }
}

/** Returns money a day, of money in the period. */
export const aDay = (usd: number | undefined, { days }: TableFacts): number => (usd ?? 0) / days

export const savedUsd = ({ usd = 0, kept_usd = 0 }: Pick<Pattern, 'usd' | 'kept_usd'>): number => usd - kept_usd
