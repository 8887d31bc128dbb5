import type { KnownPattern } from '../../src/ingest/known-patterns.js'
import type { AuditEntry } from '../../src/store/contracts/audit.js'
import { type PendingReport, patternKey } from '../../src/store/store.js'
import { COUNTS } from '../../src/store/tables.js'

/** 2026-11-23T10:00:00Z, the start of an hour. */
export const TEN = Date.UTC(2026, 10, 23, 10) / 1000

export const signatureOf = (i: number) => i.toString(16).padStart(16, '0')

export function patternOf(serviceId: number, i: number, rest: Partial<Omit<KnownPattern, 'key'>> = {}): KnownPattern {
  const name = { signature: rest.signature ?? signatureOf(i), check: rest.check ?? '' }
  return {
    serviceId,
    key: patternKey(name),
    ...name,
    template: `thing ${i} happened`,
    severity: 'INFO',
    class: 'unknown',
    firstSeen: TEN,
    lastSeen: TEN,
    firstVersion: '1.0.0',
    writtenAt: 0,
    ...rest,
  }
}

/** What is written of a change. */
export function entryOf(teamId: number, rest: Partial<AuditEntry> = {}): AuditEntry {
  return { teamId, at: TEN, actor: 'k', action: 'tested', service: '', reason: 'a test', detail: {}, ...rest }
}

type Chosen =
  | 'instanceId'
  | 'sequence'
  | 'at'
  | 'receivedAt'
  | 'from'
  | 'seconds'
  | 'keptByReason'
  | 'droppedByReason'
  | 'overheadBytes'

/** A report of one record of each pattern, 100 bytes each, half of them kept. */
export function pendingOf(
  patterns: readonly KnownPattern[],
  {
    instanceId = 'a',
    sequence = 0,
    at = TEN,
    receivedAt = at,
    from = at,
    seconds = 60,
    each = 2,
    keptByReason,
    droppedByReason,
    overheadBytes = 0,
  }: Partial<Pick<PendingReport, Chosen>> & { each?: number },
): PendingReport {
  const counts = new Float64Array(patterns.length * COUNTS.length)
  for (let i = 0; i < patterns.length; i++) counts.set([each, each / 2, each * 100, each * 50, 1], i * COUNTS.length)
  return {
    serviceId: patterns[0]!.serviceId,
    instanceId,
    sequence,
    at,
    receivedAt,
    from,
    seconds,
    sdk: 'node/1',
    serviceVersion: '1.0.0',
    policyVersion: 3,
    mode: 'active',
    patterns,
    counts,
    keptByReason,
    droppedByReason,
    overheadBytes,
  }
}
