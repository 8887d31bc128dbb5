import { MAX_POLICY_BYTES, type Policy, packPatternChecks, parsePolicy, readPatternChecks } from 'lipservice/protocol'
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

/** Of `,"pattern_checks":""`, generously. */
const CHECKS_FIELD_BYTES = 32
/** As many as a policy may name. */
const MAX_KEPT_PATTERNS = 10_000

/** Checks of a service's patterns by signature, the oldest pattern's first. */
export type KnownChecks = ReadonlyMap<string, readonly string[]>

/**
 * Makes a version of a document. The server gives version, service and time of issue; the rest has to pass the SDK's
 * own parser, as it will in every client.
 *
 * @param known checks of the service's patterns. What a person's document says of them itself is not taken: it goes by places, which
 * an edit moves. All patterns are meant that have a signature it names
 */
export function newVersion(
  document: object,
  version: number,
  service: string,
  input: VersionInput,
  now: EpochMillis,
  known: KnownChecks = new Map(),
): NewVersion {
  const issued = { generated_by: 'operator', ...document, version, service, issued_at: new Date(now).toISOString() }
  const parsed = parsePolicy(issued)
  if (!parsed.ok) return parsed
  const isEdited = input.kind === 'operator' || parsed.value.pattern_checks === undefined
  const text = JSON.stringify(withChecks(isEdited ? meaningAll(parsed.value, known) : parsed.value))
  if (Buffer.byteLength(text) > MAX_POLICY_BYTES)
    return { ok: false, problem: `a policy must have at most ${MAX_POLICY_BYTES} bytes` }
  const seconds = Math.floor(now / 1000)
  const policy: StoredPolicy = {
    version,
    document: text,
    kind: input.kind,
    stage: input.stage,
    stageAt: seconds,
    stageReason: input.reason,
    stages: [{ stage: input.stage, at: seconds, reason: input.reason }],
    canaryShare: 0,
    forecast: input.forecast && JSON.stringify(input.forecast),
    createdAt: seconds,
    createdBy: input.by,
    restoredFrom: input.restoredFrom,
  }
  return { ok: true, policy }
}

/** Returns a document that means all known patterns of the signatures that it names. */
function meaningAll({ pattern_checks: _, ...policy }: Policy, known: KnownChecks): Policy {
  const named = [...new Set(policy.keep_patterns)]
  const kept: (readonly [string, string | undefined])[] = []
  for (const [i, signature] of named.entries()) {
    // Those that follow have their place too.
    const room = MAX_KEPT_PATTERNS - kept.length - (named.length - i - 1)
    const checks = known.get(signature) ?? [undefined]
    for (const check of checks.slice(0, room)) kept.push([signature, check])
  }
  const all = { ...policy, ...(kept.length > 0 && { keep_patterns: kept.map(([signature]) => signature) }) }
  const rated = new Map(
    [...known].flatMap(([signature, [check, ...more]]) =>
      check === undefined || more.length > 0 ? [] : [[signature, check]],
    ),
  )
  const pattern_checks = packPatternChecks(all, { keep: kept.map(([, check]) => check), rated })
  return pattern_checks === '' ? all : { ...all, pattern_checks }
}

/** Returns the document with as many of its checks as there is room for, those of `keep_patterns` first. */
function withChecks(document: Policy): Policy {
  const { pattern_checks: all, ...policy } = document
  if (all === undefined) return policy
  const room = MAX_POLICY_BYTES - Buffer.byteLength(JSON.stringify(policy)) - CHECKS_FIELD_BYTES
  const pattern_checks = room > 0 ? packPatternChecks(policy, readPatternChecks(document), room) : ''
  return pattern_checks === '' ? policy : { ...policy, pattern_checks }
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
