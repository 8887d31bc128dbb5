import type { AuditEntry } from './audit.js'

/** What made a version of a policy. */
export const POLICY_KINDS = ['operator', 'rollback', 'plan', 'adjustment', 'incident', 'revert'] as const
export type PolicyKind = (typeof POLICY_KINDS)[number]

/** Where a version stands: one row a stage. `canary` and `active` are served, the newest of each. */
export const POLICY_STAGE_TABLE = {
  draft: 'on the way',
  shadow: 'on the way',
  canary: 'on the way',
  active: 'in force',
  rejected: 'over',
  reverted: 'over',
} as const satisfies Record<string, 'on the way' | 'in force' | 'over'>
export type PolicyStage = keyof typeof POLICY_STAGE_TABLE
export const POLICY_STAGES = Object.keys(POLICY_STAGE_TABLE) as readonly PolicyStage[]

/** A stage before `active`. */
export type StageOnTheWay = {
  [Stage in PolicyStage]: (typeof POLICY_STAGE_TABLE)[Stage] extends 'on the way' ? Stage : never
}[PolicyStage]

export function isOnTheWay<P extends { readonly stage: PolicyStage }>(policy: P): policy is P & OnTheWay {
  return POLICY_STAGE_TABLE[policy.stage] === 'on the way'
}
export interface OnTheWay {
  readonly stage: StageOnTheWay
}

/** A stage that a version came to. */
export interface StageNote {
  readonly stage: PolicyStage
  readonly at: number
  readonly reason: string
}

export interface StoredPolicy {
  readonly version: number
  /** The whole document, as it is served. */
  readonly document: string
  readonly kind: PolicyKind
  readonly stage: PolicyStage
  /** When it came to this stage. */
  readonly stageAt: number
  /** Why it is at this stage. */
  readonly stageReason: string
  /** All stages that it came to, the first first. Of versions of earlier releases only the last is known. */
  readonly stages: readonly StageNote[]
  /** In `canary`: instances whose place is at most this are served it, 0–1. */
  readonly canaryShare: number
  /** What was expected of it, JSON. */
  readonly forecast: string | undefined
  readonly createdAt: number
  readonly createdBy: string
  readonly restoredFrom: number | undefined
}

/** A version goes on to another stage. */
export interface StageMove {
  readonly version: number
  readonly from: PolicyStage
  readonly to: PolicyStage
  readonly at: number
  readonly reason: string
  readonly canaryShare?: number
}

/** What happens to others when a version is added, and what is written down. */
export interface AppendedWith {
  readonly moves: readonly StageMove[]
  readonly entries: readonly AuditEntry[]
}

/** A version without its document, which may be large. */
export type PolicySummary = Omit<StoredPolicy, 'document'>

export interface PolicyHistoryQuery {
  readonly limit: number
  /** Versions below this. */
  readonly before?: number | undefined
  readonly kinds?: readonly PolicyKind[] | undefined
  /** Versions that came to any stage since, epoch seconds, and up to then. */
  readonly period?: { readonly from: number; readonly to: number } | undefined
}

export interface PolicyStore {
  /** Returns the newest version of any stage. */
  latest(teamId: number, service: string): Promise<StoredPolicy | undefined>
  /**
   * Returns those that are served or on their way: the newest active one and all newer ones, newest first.
   *
   * @param known documents of these are not read again: a version has one for good
   */
  current(teamId: number, service: string, known?: readonly StoredPolicy[]): Promise<StoredPolicy[]>
  find(teamId: number, service: string, version: number): Promise<StoredPolicy | undefined>
  history(teamId: number, service: string, limit: number): Promise<StoredPolicy[]>
  /** Returns versions of any stage, newest first. */
  summaries(teamId: number, service: string, query: PolicyHistoryQuery): Promise<PolicySummary[]>
  /**
   * Adds a version with all that happens along with it, in one transaction.
   *
   * @returns whether it was added: not if the version is taken, or another is not at the stage that `along` moves it
   * from
   */
  append(teamId: number, service: string, policy: StoredPolicy, along: AppendedWith): Promise<boolean>
  /** Returns whether it was at the stage `from`. */
  changeStage(teamId: number, service: string, move: StageMove, entry: AuditEntry): Promise<boolean>
  /** Removes adjustments older than this, except those that are served. */
  forgetAdjustments(before: number): Promise<void>
}
