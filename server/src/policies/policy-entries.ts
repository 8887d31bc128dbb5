import type { AuditEntry } from '../store/contracts/audit.js'
import type { StageMove, StoredPolicy } from '../store/contracts/policies.js'

/** Returns the audit entry of a version that is added. */
export function addedEntry(
  teamId: number,
  service: string,
  { version, kind, stage, createdAt, createdBy, stageReason }: StoredPolicy,
  before: number | undefined,
): AuditEntry {
  const detail = { version, kind, before: before ?? null }
  return { teamId, at: createdAt, actor: createdBy, action: `policy.${stage}`, service, reason: stageReason, detail }
}

/** Returns the audit entry of a version that goes on to another stage. */
export function movedEntry(
  teamId: number,
  service: string,
  { version, from, to, at, reason }: StageMove,
  actor: string,
): AuditEntry {
  return { teamId, at, actor, action: `policy.${to}`, service, reason, detail: { version, from } }
}
