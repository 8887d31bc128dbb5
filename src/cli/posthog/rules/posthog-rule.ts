/** What PostHog does with records of a severity. `sample`: `rate` is the share that is kept, 0–1. */
export type SeverityAction = { readonly type: 'keep' | 'drop' } | { readonly type: 'sample'; readonly rate: number }

/** PostHog's severities in a rule: DEBUG is trace too, ERROR is fatal too. */
export type RuleSeverity = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'

/** What a rule lets pass, whatever else it says. */
export interface AlwaysKeep {
  /** Of the attributes `http.status_code` and `http.response.status_code`. */
  readonly status_gte: number
  readonly attribute_predicates: readonly {
    readonly key: string
    readonly op: 'exists' | 'eq'
    readonly value?: string
  }[]
}

interface RuleHead {
  readonly name: string
  /** A plan: whoever creates the rule switches it on. */
  readonly enabled: false
}

export interface SeveritySamplingRule extends RuleHead {
  readonly rule_type: 'severity_sampling'
  readonly scope_service: string
  readonly config: {
    readonly actions: Readonly<Record<RuleSeverity, SeverityAction>>
    readonly always_keep: AlwaysKeep
  }
}

export interface RateLimitRule extends RuleHead {
  readonly rule_type: 'rate_limit'
  readonly scope_service: string
  readonly config: {
    /** Of uncompressed bytes, 1,024 each. */
    readonly kb_per_second: number
    readonly filter_group: object
    readonly always_keep: AlwaysKeep
  }
}

/** A drop rule of PostHog, as its endpoint `sampling_rules` takes it. */
export type PostHogRule = SeveritySamplingRule | RateLimitRule

/** Something that a policy says and PostHog's rules cannot, or do otherwise. */
export interface NotExpressed {
  /** The field of the policy; `guarantees`: what holds without any. */
  readonly field: string
  readonly why: string
}

/** What can be made of a policy. It is looked at, and nothing is done with it. */
export interface RulesPlan {
  readonly service: string
  readonly rules: readonly PostHogRule[]
  readonly not_expressed: readonly NotExpressed[]
  /** What nobody has verified. */
  readonly unverified: readonly string[]
}
