import type { EpochSeconds } from '../../internal/clock.js'
import type { PatternName } from '../pattern-key.js'
import type { AuditEntry } from './audit.js'
import type { StoredOverride } from './overrides.js'

/** `off`: nothing is asked. `suggest`: what it says waits for a person. `raise`: what it raises counts, within bounds. */
export const MODEL_MODES = ['off', 'suggest', 'raise'] as const
export type ModelMode = (typeof MODEL_MODES)[number]

/** What a team has said of language models. Without it nothing is asked for the team. */
export interface TeamModel {
  readonly teamId: number
  readonly mode: ModelMode
  /** When the mode was set. */
  readonly modeSince: EpochSeconds
  /** Caps below those of the server; `undefined`: those. Dollars are in millionths. */
  readonly tokensPerDay: number | undefined
  readonly microUsdPerDay: number | undefined
  readonly microUsdPerMonth: number | undefined
  readonly updatedAt: EpochSeconds
  readonly updatedBy: string
}

/** What a team may use of a model. Dollars are in millionths; days and months are of UTC. */
export interface ModelCaps {
  readonly tokensPerDay: number
  readonly microUsdPerDay: number
  readonly microUsdPerMonth: number
}

/** What a model is asked, before it is. */
export interface NewModelCall {
  readonly teamId: number
  /** Empty: none of its own. */
  readonly service: string
  /** Such as `meaning` or `exam`. */
  readonly purpose: string
  readonly model: string
  readonly promptVersion: number
  readonly at: EpochSeconds
  /** The body of the request, as it is sent. */
  readonly request: string
  /** Signatures that it asks about. */
  readonly signatures: readonly string[]
  /** Hash of a question whose answer may be used again; empty: of none. */
  readonly question: string
}

/** What a call takes. Dollars are in millionths. */
export interface ModelUse {
  readonly tokensIn: number
  readonly tokensOut: number
  readonly microUsd: number
}

export interface StoredModelCall extends Omit<NewModelCall, 'signatures' | 'question'>, ModelUse {
  readonly id: number
  readonly ms: number
  /** `pending`: it is under way, or its leader died; what it takes is set aside for ten minutes. */
  readonly outcome: string
  /** What a check of the answer says; empty: there was none. */
  readonly judged: string
  /** SHA-256 of the request, hex. */
  readonly requestSha256: string
  readonly answer: string
}

/** What came of a call in short. */
export interface CallOutcome {
  readonly at: EpochSeconds
  readonly ms: number
  readonly outcome: string
  readonly judged: string
}

export interface ModelSpent {
  readonly calls: number
  readonly tokens: number
  readonly microUsd: number
}

/** What one pass over a pattern came to. */
export interface SaidClass {
  readonly class: string
  readonly sure: boolean
}

/** What a model said of a pattern, both times. */
export interface StoredVerdict extends PatternName {
  readonly teamId: number
  readonly service: string
  readonly model: string
  readonly promptVersion: number
  readonly severity: string
  /** By words, when it was asked. */
  readonly wordClass: string
  /** `undefined`: no answer counted. */
  readonly a: SaidClass | undefined
  readonly b: SaidClass | undefined
  /** In the words of the model, of the first pass. */
  readonly why: string
  readonly bytesPerDay: number
  /** How often no answer counted. */
  readonly attempts: number
  readonly askedAt: EpochSeconds
  /** By a person; `undefined`: nobody has. */
  readonly decided: 'accepted' | 'refused' | undefined
  readonly decidedBy: string
  readonly decidedAt: EpochSeconds
}

/** What tells a verdict from all others. */
export type VerdictKey = Pick<StoredVerdict, 'teamId' | 'service' | 'signature' | 'check' | 'model' | 'promptVersion'>

/** Of one model and prompt. */
export interface AskedBy {
  readonly model: string
  readonly promptVersion: number
}

export interface StoredExam extends AskedBy {
  readonly askedAt: EpochSeconds
  readonly askedBy: string
  /** Whose tokens it takes. */
  readonly teamId: number
  /** `undefined`: it waits. */
  readonly takenAt: EpochSeconds | undefined
  readonly passed: boolean
  /** Scores, as they are shown. */
  readonly result: Readonly<Record<string, unknown>>
}

/** Where a verdict stands among others: by bytes, then by its name. */
export type VerdictPlace = Pick<StoredVerdict, 'bytesPerDay' | 'service' | 'signature' | 'check'>

export interface VerdictQuery extends AskedBy {
  readonly teamId: number
  readonly service?: string | undefined
  /** `nobody`: those that no person has decided on. */
  readonly decided?: 'accepted' | 'refused' | 'nobody' | undefined
  /** Of which both passes are sure of the same, and of something else than the words say. */
  readonly isAgreed?: boolean | undefined
  /** Those that stand behind it. */
  readonly after?: VerdictPlace | undefined
  readonly limit: number
}

/** What tells a question to a model from all others. */
export interface AskedQuestion {
  readonly teamId: number
  readonly model: string
  /** As of {@link NewModelCall}. */
  readonly question: string
}

export interface ModelStore {
  team(teamId: number): Promise<TeamModel | undefined>
  /** Returns those whose mode is not `off`. */
  teams(): Promise<TeamModel[]>
  set(settings: TeamModel, entry: AuditEntry): Promise<void>
  /**
   * Sets aside what a call may take, and writes down what is asked. Returns its id; `undefined`: it would go over a cap, with what is
   * set aside and used already.
   */
  begin(call: NewModelCall, use: ModelUse, caps: ModelCaps): Promise<number | undefined>
  /** Writes down what came of a call, and what it took instead of what was set aside. */
  settle(id: number, end: ModelUse & { outcome: string; answer: string; ms: number }): Promise<void>
  /** Writes down what a check of the answer says. */
  judge(id: number, judged: string): Promise<void>
  /** Returns what a team has used on the UTC day of a time, and in its month. */
  spent(teamId: number, at: EpochSeconds): Promise<{ readonly day: ModelSpent; readonly month: ModelSpent }>
  /** Returns calls of a team with their text, newest first. */
  calls(teamId: number, limit: number, before?: number): Promise<StoredModelCall[]>
  /** Returns what a model answered to a question last, while that is kept; `undefined`: nothing is. */
  answerTo(asked: AskedQuestion): Promise<string | undefined>
  /** Returns what came of the last calls that are over, newest first: of all teams, or of one and for one purpose. */
  outcomes(limit: number, of?: { readonly teamId: number; readonly purpose: string }): Promise<CallOutcome[]>
  /** Returns what is known of patterns; by bytes, most first. */
  verdicts(query: VerdictQuery): Promise<StoredVerdict[]>
  /** Returns what is known of one pattern. */
  verdict(key: VerdictKey): Promise<StoredVerdict | undefined>
  /** Writes down what was said. What a person decided of a pattern stays. */
  record(verdicts: readonly StoredVerdict[], entries: readonly AuditEntry[]): Promise<void>
  /**
   * Writes down what a person decides, with what follows from it, in one transaction. Returns whether there is such a verdict, that
   * nobody has accepted.
   */
  decide(key: VerdictKey, decided: 'accepted' | 'refused', entry: AuditEntry, label?: StoredOverride): Promise<boolean>
  exam(by: AskedBy): Promise<StoredExam | undefined>
  /** Wants an exam to be taken, instead of one that was. */
  askForExam(exam: StoredExam, entry: AuditEntry): Promise<void>
  /** Writes down how an exam ended. */
  endExam(exam: StoredExam): Promise<void>
  /** Removes calls older than 30 days, verdicts of 120 that nobody decided on, and days older than 400. */
  forget(now: EpochSeconds): Promise<void>
}
