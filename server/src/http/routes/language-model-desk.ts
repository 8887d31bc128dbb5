import type { AuditEntry } from '../../store/contracts/audit.js'
import type { AskedBy, ModelCaps, ModelMode, StoredVerdict, TeamModel } from '../../store/contracts/models.js'
import { Problem } from '../problem.js'

export const MODEL_PATH = '/api/v1/model'
/** Of bodies. */
export const MODEL_LIMITS = { wireBytes: 4_096, bytes: 16_384 }
/** A person's, of a change. */
export { reason as modelReason } from './reason-field.js'

/** What the routes have to know of the language model of this server, where it has one. */
export interface ModelDesk {
  by(): Promise<AskedBy>
  capsOf(team: TeamModel | undefined): Promise<ModelCaps>
  preview(
    teamId: number,
  ): Promise<
    | { readonly service: string; readonly signatures: readonly string[]; readonly requests: readonly string[] }
    | undefined
  >
  decisionsOf(verdicts: readonly StoredVerdict[], mode: ModelMode, passed: boolean): Promise<readonly Decided[]>
}

/** What a verdict comes to. */
export type Decided =
  | { readonly effect: 'none'; readonly why: string }
  | { readonly effect: 'raise'; readonly meaning: string }
  | { readonly effect: 'suggest'; readonly meaning: string; readonly direction: 'raise' | 'lower' }

/** @throws Problem where the server has no language model */
export function configured(desk: ModelDesk | undefined): ModelDesk {
  if (desk === undefined) throw new Problem(409, 'the server has no language model: see --llm-model')
  return desk
}

/** Who did it, when, and why. */
export type ModelChange = Pick<AuditEntry, 'teamId' | 'at' | 'actor' | 'action' | 'reason'> & {
  readonly service?: string
}

/** Returns an entry of the audit. */
export function modelEntry(change: ModelChange, detail: object): AuditEntry {
  return { service: '', ...change, detail: { ...detail } }
}
