import { type Policy, packPatternChecks, parsePolicy } from 'lipservice/protocol'
import type { EpochMillis } from '../internal/clock.js'
import type { PolicyKind, PolicyStage, StoredPolicy } from '../store/contracts/policies.js'

/** What a new version is, besides its document. */
export interface VersionInput {
  readonly kind: PolicyKind
  readonly stage: PolicyStage
  readonly by: string
  readonly reason: string
  readonly forecast?: object | undefined
  readonly restoredFrom?: number | undefined
}

export type NewVersion =
  | { readonly ok: true; readonly policy: StoredPolicy }
  | { readonly ok: false; readonly problem: string }

const MAX_DOCUMENT_BYTES = 256 * 1024
/** Of `,"pattern_checks":""`, generously. */
const CHECKS_FIELD_BYTES = 32

/**
 * Makes a version of a document. The server gives version, service and time of issue; the rest has to pass the SDK's
 * own parser, as it will in every client.
 *
 * @param checks of the service's patterns, by signature. What a document says of them itself is not taken: it goes by places, which an edit moves
 */
export function newVersion(
  document: object,
  version: number,
  service: string,
  input: VersionInput,
  now: EpochMillis,
  checks: ReadonlyMap<string, string> = new Map(),
): NewVersion {
  const issued = { generated_by: 'operator', ...document, version, service, issued_at: new Date(now).toISOString() }
  const parsed = parsePolicy(issued)
  if (!parsed.ok) return parsed
  const text = withChecks(parsed.value, checks)
  if (Buffer.byteLength(text) > MAX_DOCUMENT_BYTES)
    return { ok: false, problem: `a policy must have at most ${MAX_DOCUMENT_BYTES} bytes` }
  const seconds = Math.floor(now / 1000)
  const policy: StoredPolicy = {
    version,
    document: text,
    kind: input.kind,
    stage: input.stage,
    stageAt: seconds,
    stageReason: input.reason,
    canaryShare: 0,
    forecast: input.forecast && JSON.stringify(input.forecast),
    createdAt: seconds,
    createdBy: input.by,
    restoredFrom: input.restoredFrom,
  }
  return { ok: true, policy }
}

/** Returns the document with as many checks as there is room for, those of `keep_patterns` first. */
function withChecks({ pattern_checks: _, ...policy }: Policy, checks: ReadonlyMap<string, string>): string {
  const room = MAX_DOCUMENT_BYTES - Buffer.byteLength(JSON.stringify(policy)) - CHECKS_FIELD_BYTES
  const keep = (policy.keep_patterns ?? []).map((id) => checks.get(id))
  const pattern_checks = room > 0 ? packPatternChecks(policy, { keep, rated: checks }, room) : ''
  return JSON.stringify(pattern_checks === '' ? policy : { ...policy, pattern_checks })
}

/**
 * Returns an earlier document to be put in force again: it expires after the same time as before, and brings no
 * incident back.
 */
export function renewed({ incident_until: _, ...document }: Policy, now: EpochMillis): object {
  const { issued_at: issuedAt, expires_at: expiresAt } = document
  if (issuedAt === undefined || expiresAt === undefined) return document
  const lifetime = Date.parse(expiresAt) - Date.parse(issuedAt)
  return { ...document, expires_at: new Date(now + lifetime).toISOString() }
}
