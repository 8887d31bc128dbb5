/** What the demo reads of LipService's answers. */
export interface PatternSummary {
  readonly service: string
  readonly signature: string
  readonly template: string
  readonly severity: string
  readonly seen: number
  readonly kept: number
  readonly bytes: number
  readonly kept_bytes: number
  readonly errors: number
}

export interface PolicyVersion {
  readonly version: number
  readonly kind: string
  readonly stage: string
  readonly stage_at: number
  readonly stage_reason: string
  readonly policy: { readonly reasoning?: string }
}

export interface Incident {
  readonly service: string
  readonly summary: string
  readonly findings: readonly { readonly template: string }[]
}

export interface Savings {
  readonly service: string
  readonly bytes: number
  readonly billed_bytes: number
  readonly saved_share: number
  readonly relative_standard_error: number | null
  readonly guarantees: readonly { readonly reason: string; readonly bytes: number }[]
}
