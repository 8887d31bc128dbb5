import { createHash } from 'node:crypto'
import type { KeepReason, PatternReport, StatsReport } from 'lipservice/protocol'
import { type Counted, countsOf, OVERHEAD, type SimulatedInstance } from '../simulated-service.js'
import { type AcmeService, acmeCheck } from './acme-service.js'

/** Returns what an instance reports of the seconds before `now`. */
export function acmeReport(
  service: AcmeService,
  instance: SimulatedInstance,
  now: number,
  seconds: number,
): StatsReport {
  const { simulated } = service
  const minutes = seconds / 60
  const share = 1 / simulated.instances.reduce((sum, { weight }) => sum + weight, 0)
  const until = instance.policy?.incident_until
  const isIncident = until != null && Date.parse(until) > now * 1000
  const counted = countsOf(simulated, instance, share, service.ratesAt(now), minutes).map((count) =>
    isIncident ? { ...count, kept: count.seen, pinned: 0 } : count,
  )
  const reasons = reasonsOf(counted, instance, isIncident, minutes)
  const kept = sum(counted, (count) => count.kept)
  const seen = sum(counted, (count) => count.seen)
  const errors = sum(counted, (count) => count.errors)
  const patterns = counted.flatMap((count, i): PatternReport[] => {
    const { signature, template, severity, bytes } = simulated.patterns[i]!
    if (count.seen === 0) return []
    const failed =
      severity === 'ERROR' ? { ERROR: count.seen } : { [severity]: count.seen - count.errors, ERROR: count.errors }
    return [
      {
        signature,
        check: acmeCheck(template),
        count: count.seen,
        sampled_count: count.kept,
        first_seen: now - seconds,
        last_seen: now,
        template,
        severity_distribution: failed,
        bytes: count.seen * bytes,
        sampled_bytes: count.kept * bytes,
      },
    ]
  })
  const bytes = patterns.reduce((all, { sampled_bytes = 0 }) => all + sampled_bytes, 0)
  const pod = podOf(instance.id)
  return {
    service_name: service.name,
    timestamp: now,
    patterns,
    total_logs: seen,
    unique_patterns: patterns.length,
    instance_id: pod,
    sequence: instance.sequence++,
    window_seconds: seconds,
    ...(instance.policy?.version !== undefined && { policy_version: instance.policy.version }),
    mode: 'active',
    service_version: service.release,
    sdk: 'node/0.1.0',
    runtime: 'v24.1.0',
    host: `ip-10-0-${pod.charCodeAt(pod.length - 1) % 8}-${pod.charCodeAt(pod.length - 2)}`,
    pod,
    overhead_bytes: kept * OVERHEAD,
    kept_by_reason: reasons,
    dropped_by_reason: { adaptive: seen - kept },
    errors: { seen: errors, kept: errors },
    delivered: { accepted: { records: kept, bytes: bytes + kept * OVERHEAD } },
  }
}

/** Returns the name of a pod, as Kubernetes makes it. */
export function podOf(instanceId: string): string {
  const [, name = '', number = ''] = /^(.*)-(\d+)$/.exec(instanceId) ?? []
  const digest = createHash('sha256').update(instanceId).digest('hex')
  return `${name}-${digest.slice(0, 9)}-${digest.slice(9, 14)}${number}`
}

function reasonsOf(
  counted: readonly Counted[],
  { policy }: SimulatedInstance,
  isIncident: boolean,
  minutes: number,
): Record<string, number> {
  const reasons: Partial<Record<KeepReason, number>> = {}
  const count = (reason: KeepReason, records: number) => {
    if (records > 0) reasons[reason] = (reasons[reason] ?? 0) + records
  }
  for (const { seen, kept, pinned, errors } of counted) {
    const rest = kept - errors - pinned
    const first = Math.min(rest, seen > 0 ? Math.ceil(minutes) : 0)
    count('error', errors)
    count(policy?.mode === 'off' ? 'disabled' : 'pinned', pinned)
    count(isIncident ? 'incident' : 'first', isIncident ? rest : first)
    if (!isIncident) count('adaptive', rest - first)
  }
  return reasons
}

function sum(counted: readonly Counted[], of: (count: Counted) => number): number {
  return counted.reduce((all, count) => all + of(count), 0)
}
