import type { Generated } from 'kysely'
import type { BudgetUnit } from './contracts/budgets.js'
import type { ModelMode } from './contracts/models.js'
import type { NoticeKind } from './contracts/notices.js'
import type { OverrideKind } from './contracts/overrides.js'
import type { PolicyKind, PolicyStage } from './contracts/policies.js'
import type { ConnectionState, JobState, KeySource, MadeKind, PostHogJobName } from './contracts/posthog.js'
import type { ImportState } from './contracts/posthog-imports.js'
import type { SwitchMode } from './contracts/posthog-toggle.js'
import type { WebhookFormat } from './contracts/webhooks.js'

/** Times are epoch seconds; buckets are epoch minutes, hours or days. One schema for every engine. */
export interface Tables {
  teams: {
    id: Generated<number>
    name: string
    created_at: number
    /** The audit goes on naming its id; nobody reports for it any more. */
    removed_at: Generated<number | null>
  }
  api_keys: {
    id: string
    team_id: number
    name: string
    /** SHA-256 of the secret, hex. */
    hash: string
    /** Separated by blanks. */
    scopes: string
    created_at: number
    revoked_at: number | null
    expires_at: number | null
    last_used_at: number | null
    refused_reports: number
  }
  sessions: {
    /** SHA-256 of its id, hex. */
    hash: string
    team_id: number
    key_id: string
    created_at: number
    expires_at: number
    idle_until: number
  }
  login_codes: { hash: string; team_id: number; key_id: string; expires_at: number }
  services: { id: Generated<number>; team_id: number; name: string; first_seen: number; last_seen: number }
  instances: {
    service_id: number
    instance_id: string
    /** Highest sequence that was counted, −1 before. */
    high: number
    /** Bit i, in hex: sequence `high - i` was counted. */
    recent: string
    first_seen: number
    last_seen: number
    sdk: string | null
    service_version: string | null
    policy_version: number | null
    mode: string | null
    host: string | null
    pod: string | null
    /** How long it counted for its last reports; 0: they do not say. */
    seconds: number
    /** What it logged in them, as bytes of records: half of it is what the last reports say, the rest what was before. */
    bytes_per_second: number | null
  }
  patterns: {
    service_id: number
    /** What its counters have of it: `patternKey`. */
    pattern: string
    signature: string
    template: string
    severity: string
    class: string
    first_seen: number
    last_seen: number
    /** Release of the service that first reported it. */
    first_version: string | null
    /** Tells its template from others of the same signature; empty: no SDK has said it. */
    template_check: string
    /** Where it is logged, as `src/pay.ts:42`; empty: no instance has said it. */
    call_site: string
  }
  /** Templates that differ in one word, as instances tell of them. */
  word_families: {
    service_id: number
    /** Hash of severity and template, which may be long. */
    family: string
    template: string
    severity: 'TRACE' | 'DEBUG' | 'INFO' | 'WARNING'
    /** Names of patterns, with commas between. */
    exempt: string
    first_told: number
    last_told: number
  }
  counters_minute: CounterTable
  /** Of hours that are not complete: a sum of a day need not read an hour of minutes. */
  counters_ten_minutes: CounterTable
  counters_hour: CounterTable
  counters_day: CounterTable
  /** From `until` on, buckets of this resolution are not made yet. */
  rollups: { resolution: string; until: number }
  /** Reports by the policy their sender had, as whole reports in the minute they came. */
  version_minutes: {
    bucket: number
    service_id: number
    /** 0: none. */
    policy_version: number
    reports: number
    seen: number
    kept: number
    bytes: number
    kept_bytes: number
    errors: number
    overhead_bytes: number
    delivered: number
    delivered_bytes: number
    refused: number
    lost: number
    /** Of the errors those that were kept, where reports say it, and those of reports that do not. */
    kept_errors: number
    unsaid_errors: number
    /** What active mode would have dropped. */
    shadow_dropped: number
    shadow_dropped_bytes: number
    /** Instance time that the reports cover. */
    seconds: number
  }
  /** Of the same reports: records by the SDK's reason. */
  version_minute_reasons: {
    bucket: number
    service_id: number
    policy_version: number
    reason: string
    kept: number
    dropped: number
  }
  /** The same by the hour, of all versions together. */
  service_hours: {
    bucket: number
    service_id: number
    seen: number
    kept: number
    bytes: number
    kept_bytes: number
    errors: number
    overhead_bytes: number
    /** Records that the log backend took, refused for good, and that were lost on the way there. */
    delivered: number
    delivered_bytes: number
    refused: number
    lost: number
    /** Of the errors those that were kept, where reports say it, and those of reports that do not. */
    kept_errors: number
    unsaid_errors: number
    /** What active mode would have dropped. */
    shadow_dropped: number
    shadow_dropped_bytes: number
  }
  service_hour_reasons: { bucket: number; service_id: number; reason: string; kept: number; dropped: number }
  /** Hours whose counts were imported, and by which import. */
  imported_hours: { service_id: number; bucket: number; import_id: string }
  policies: {
    team_id: number
    service: string
    version: number
    document: string
    kind: PolicyKind
    stage: PolicyStage
    stage_at: number
    stage_reason: string
    /** All stages it came to: JSON objects with commas between. */
    stages: string | null
    /** In canary: places up to this, 0–1. */
    canary_share: number
    forecast: string | null
    created_at: number
    created_by: string
    /** The version that a roll-back brought back. */
    restored_from: number | null
  }
  /** An empty service: the whole team. */
  budgets: {
    team_id: number
    service: string
    unit: BudgetUnit
    amount: number
    updated_at: number
    updated_by: string
  }
  overrides: {
    team_id: number
    service: string
    signature: string
    /** Empty: of all patterns that have the signature. */
    template_check: string
    kind: OverrideKind
    rate: number
    label: string
    reason: string
    created_at: number
    created_by: string
    expires_at: number | null
  }
  audit: {
    id: Generated<number>
    team_id: number
    at: number
    actor: string
    action: string
    service: string
    reason: string
    /** JSON. */
    detail: string
  }
  incidents: {
    id: Generated<number>
    team_id: number
    service_id: number
    release: string
    opened_at: number
    last_at: number
    resolved_at: number | null
    /** JSON. */
    findings: string
    told_opened: number
    told_resolved: number
  }
  notices: {
    id: Generated<number>
    team_id: number
    kind: NoticeKind
    service: string
    raised_at: number
    ended_at: Generated<number | null>
    /** JSON. */
    detail: string
    told_raised: Generated<number>
    told_ended: Generated<number>
  }
  webhooks: { team_id: number; url: string; format: WebhookFormat; updated_at: number; updated_by: string }
  /** A row a team that has said anything of language models. Dollars in millionths; `null`: as the server says. */
  llm_settings: {
    team_id: number
    mode: ModelMode
    mode_since: number
    tokens_per_day: number | null
    micro_usd_per_day: number | null
    micro_usd_per_month: number | null
    updated_at: number
    updated_by: string
  }
  llm_calls: {
    id: Generated<number>
    team_id: number
    /** Empty: none of its own. */
    service: string
    purpose: string
    model: string
    prompt_version: number
    at: number
    ms: number
    /** `pending`: tokens and dollars are those that are set aside. */
    outcome: string
    /** What a check of the answer says; empty: there was none. */
    judged: string
    request: string
    request_sha256: string
    answer: string
    /** Signatures that it asks about, with commas between. */
    patterns: string
    /** Hash of a question whose answer may be used again; empty: of none. */
    question: Generated<string>
    tokens_in: number
    tokens_out: number
    micro_usd: number
  }
  llm_days: { team_id: number; day: number; calls: number; tokens: number; micro_usd: number }
  verdicts: {
    team_id: number
    service: string
    signature: string
    template_check: string
    model: string
    prompt_version: number
    severity: string
    word_class: string
    /** Of either pass; empty: no answer counted. */
    class_a: string
    sure_a: number
    class_b: string
    sure_b: number
    why: string
    bytes_per_day: number
    /** How often no answer counted. */
    attempts: number
    asked_at: number
    decided: '' | 'accepted' | 'refused'
    decided_by: string
    decided_at: number
  }
  llm_exams: {
    model: string
    prompt_version: number
    asked_at: number
    asked_by: string
    asked_by_team: number
    taken_at: number | null
    passed: number
    /** JSON. */
    result: string
  }
  /** Where PostHog is for a team, and as whom it is asked. */
  posthog_connections: {
    team_id: number
    host: string
    /** Empty: that of the host. */
    ingest_host: string
    project: string
    keys: KeySource
    /** Encrypted; empty: there is none. */
    personal_key: string
    personal_key_shown: string
    /** Encrypted; empty: there is none. */
    project_key: string
    project_key_shown: string
    updated_at: number
    updated_by: string
    /** Higher with each change of a person. */
    revision: number
    state: ConnectionState
    since: number
    problem: string
    /** JSON. */
    capabilities: string
    probed_at: number | null
    /** JSON. */
    price: string | null
  }
  posthog_jobs: {
    team_id: number
    name: PostHogJobName
    state: JobState
    since: number
    last_run: number | null
    last_ok: number | null
    next_run: number
    failures: number
    problem: string
    told: number
    /** JSON. */
    counts: string
  }
  /** What was made in PostHog. */
  posthog_made: { team_id: number; kind: MadeKind; remote_id: string; name: string; made_at: number }
  /** What the feature flag said last. */
  posthog_toggles: {
    team_id: number
    mode: SwitchMode
    /** JSON: modes by the names of services. */
    services: string
    since: number
  }
  posthog_imports: {
    team_id: number
    import_id: string
    state: ImportState
    /** JSON. */
    request: string
    hours_done: number
    hours_all: number
    records: number
    /** JSON. */
    service_hours: string
    /** JSON. */
    notes: string
    /** JSON that the importer alone understands. */
    resume_from: string | null
    started_at: number
    started_by: string
    updated_at: number
  }
  /** Who leads. */
  leases: {
    name: string
    /** Higher with each leader. Unique: taking it over waits for transactions that have looked at it. */
    fence: number
    /** Changes while the leader lives. */
    beat: number
    /** Empty: it was given back. */
    holder: string
  }
  /** Services that were removed and of which rows may be left. */
  removed_services: { service_id: number; removed_at: number }
  /** How far jobs have come. */
  progress: { name: string; until: number }
}

export interface CounterTable {
  bucket: number
  service_id: number
  /** Of `patterns`. */
  pattern: string
  seen: number
  kept: number
  bytes: number
  kept_bytes: number
  errors: number
}

export type Resolution = 'minute' | 'hour' | 'day'
/** What counters are kept by. */
export type CounterResolution = Resolution | 'ten_minutes'
export const SECONDS: Readonly<Record<CounterResolution, number>> = {
  minute: 60,
  ten_minutes: 600,
  hour: 3_600,
  day: 86_400,
}
/** What is summed up from finer buckets, the finest first. */
export const COARSER = ['ten_minutes', 'hour', 'day'] as const satisfies CounterResolution[]
export type CoarserResolution = (typeof COARSER)[number]
/** Of what each is the sum. */
export const FINER = { ten_minutes: 'minute', hour: 'ten_minutes', day: 'hour' } as const satisfies Record<
  CoarserResolution,
  CounterResolution
>
/** A count that is kept ends here, whatever is added: what JavaScript can hold exactly. Far from where databases overflow. */
export const MAX_COUNT = Number.MAX_SAFE_INTEGER
export const COUNTS = ['seen', 'kept', 'bytes', 'kept_bytes', 'errors'] as const
/** What became of kept records. */
export const DELIVERIES = ['delivered', 'delivered_bytes', 'refused', 'lost'] as const
/** What reports say of errors, and of what shadow mode would have dropped. */
export const SAID = ['kept_errors', 'unsaid_errors', 'shadow_dropped', 'shadow_dropped_bytes'] as const
