import type { BudgetUnit } from '../store/contracts/budgets.js'
import type { Forecast } from './forecast.js'
import type { PutResult } from './policy-versions.js'

/** What a policy would have done to past traffic. Bytes are of kept records, as billed. */
export interface ReplayFigures {
  readonly hours: number
  readonly bytesPerDay: number
  readonly keptBytesPerDay: number
  /** Of the budget: 0.05 = 5 % too much. */
  readonly budgetError: number | undefined
  /** Relative standard error of estimated counts, an hour of a pattern: median and worst. */
  readonly medianError: number
  readonly worstError: number
  /** Hours of a pattern of which nothing at all would be expected to be kept. */
  readonly misses: number
  /** Why it must not be put in force. */
  readonly problem: string | undefined
}

/** What is to be tried without being stored: a document of one's own, or the policy that a budget would make. */
export type PreviewRequest =
  | { readonly kind: 'document'; readonly document: object }
  | { readonly kind: 'budget'; readonly unit: BudgetUnit; readonly amount: number }

export type Preview =
  | {
      readonly kind: 'replayed'
      /** The document that was replayed. */
      readonly document: object
      readonly replay: ReplayFigures
      /** Of a budget: what is planned. */
      readonly forecast: Forecast | undefined
    }
  | { readonly kind: 'refused'; readonly problem: string }

/** How those that try a policy differ from all others, since they have it. */
export interface CanaryFigures {
  /** Part of the instances by the hash of their ids, 0–1. */
  readonly share: number
  /** Instances that live, and those of them that are to try it. */
  readonly instances: { readonly all: number; readonly trying: number }
  readonly records: { readonly trying: number; readonly others: number }
  /** Part of the records that are errors, 0–1; `undefined`: there are no records. */
  readonly errors: { readonly trying: number | undefined; readonly others: number | undefined }
  /** Bytes as billed besides what must be kept: what those that try it kept, and what was planned for them at most. */
  readonly spend: { readonly kept: number; readonly planned: number }
}

/** What people ask of the way of a policy, besides sending a draft. */
export interface RolloutDesk {
  /** Replays over the past week and stores nothing. Returns `undefined` if the team has no such service. */
  preview(teamId: number, service: string, request: PreviewRequest): Promise<Preview | undefined>
  /**
   * Puts the version on its way in force, by a person's word, whatever is left of its stages. Refused where it would thin what a person
   * locked or exempted. Returns `undefined` if that version is not on its way.
   *
   * @param by id of the person's API key
   */
  promote(teamId: number, service: string, version: number, by: string, reason: string): Promise<PutResult | undefined>
  /** Returns `undefined` while no version is tried on a part of the instances. */
  canary(teamId: number, service: string): Promise<CanaryFigures | undefined>
}
