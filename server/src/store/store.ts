import type { EpochSeconds } from '../internal/clock.js'
import type { AuditStore } from './contracts/audit.js'
import type { BudgetStore } from './contracts/budgets.js'
import type { CounterStore } from './contracts/counters.js'
import type { FamilyStore } from './contracts/families.js'
import type { IncidentStore } from './contracts/incidents.js'
import type { KeyStore } from './contracts/keys.js'
import type { ModelStore } from './contracts/models.js'
import type { NoticeStore } from './contracts/notices.js'
import type { OverrideStore } from './contracts/overrides.js'
import type { PatternStore } from './contracts/patterns.js'
import type { PolicyStore } from './contracts/policies.js'
import type { PostHogStore } from './contracts/posthog.js'
import type { PulseStore } from './contracts/pulse.js'
import type { ServiceSumsStore } from './contracts/service-sums.js'
import type { ServiceStore } from './contracts/services.js'
import type { SessionStore } from './contracts/sessions.js'
import type { StandingStore } from './contracts/standings.js'
import type { TeamStore } from './contracts/teams.js'
import type { TrendStore } from './contracts/trends.js'
import type { WebhookStore } from './contracts/webhooks.js'

export type {
  Backfill,
  BackfillEnd,
  CounterStore,
  MinuteCount,
  PendingReport,
  TimelinePoint,
} from './contracts/counters.js'
export type { FamilyStore, StoredFamily, ToldFamily } from './contracts/families.js'
export type { KeyStore, KeyUse, StoredKey } from './contracts/keys.js'
export {
  type NewPattern,
  PATTERN_SORTS,
  type PatternActivity,
  type PatternQuery,
  type PatternRow,
  type PatternSort,
  type PatternStore,
  type PatternSummary,
  type TemplateSummary,
} from './contracts/patterns.js'
export type { PolicyStore, StoredPolicy } from './contracts/policies.js'
export type {
  InstanceSummary,
  PassingInstances,
  ReportingInstance,
  ServiceRow,
  ServiceStore,
  VersionSums,
} from './contracts/services.js'
export type { Period, Totals } from './contracts/totals.js'
export { namedBy, type PatternName, patternKey, patternName } from './pattern-key.js'

/** Held by one replica at a time, until it gives it up or dies. */
export interface Leadership {
  /** Higher than that of any leader before. */
  readonly token: number
  /** Returns whether it was renewed lately: if not, another may lead. */
  isHeld(): boolean
  /** To be called every two seconds. @throws when the database does not answer */
  renew(): Promise<void>
  /** Does work whose transactions are refused with a FencedError once another leads. */
  run<Result>(work: () => Result): Result
  release(): Promise<void>
}

/** What the server keeps. Every engine passes `test/store/*-conformance.ts`. Times are epoch seconds. */
export interface Store {
  readonly keys: KeyStore
  readonly teams: TeamStore
  readonly sessions: SessionStore
  readonly services: ServiceStore
  readonly sums: ServiceSumsStore
  readonly standings: StandingStore
  readonly counters: CounterStore
  readonly patterns: PatternStore
  readonly families: FamilyStore
  readonly trends: TrendStore
  readonly policies: PolicyStore
  readonly budgets: BudgetStore
  readonly overrides: OverrideStore
  readonly incidents: IncidentStore
  readonly webhooks: WebhookStore
  readonly posthog: PostHogStore
  readonly notices: NoticeStore
  readonly models: ModelStore
  readonly audit: AuditStore
  readonly pulse: PulseStore
  /** Writes a row of this process. @throws when the database does not take it */
  probe(now: EpochSeconds): Promise<void>
  /** Does roll-ups, retention and partitions: work of the leader. */
  maintain(now: EpochSeconds): Promise<void>
  /** Returns `undefined` if another replica leads. */
  lead(): Promise<Leadership | undefined>
  close(): Promise<void>
}
