import type { Generated } from 'kysely'

/** Times are epoch seconds; buckets are epoch minutes, hours or days. One schema for every engine. */
export interface Tables {
  teams: { id: Generated<number>; name: string; created_at: number }
  api_keys: {
    id: string
    team_id: number
    name: string
    /** SHA-256 of the secret, hex. */
    hash: string
    /** Separated by blanks. */
    scopes: string
    created_at: number
    revoked_at: number | null
  }
  services: { id: Generated<number>; team_id: number; name: string; first_seen: number; last_seen: number }
  instances: {
    service_id: number
    instance_id: string
    /** Highest sequence that was counted, −1 before. */
    high: number
    /** Bit i, in hex: sequence `high - i` was counted. */
    recent: string
    first_seen: number
    last_seen: number
    sdk: string | null
    service_version: string | null
    policy_version: number | null
    mode: string | null
  }
  patterns: {
    service_id: number
    signature: string
    template: string
    severity: string
    class: string
    first_seen: number
    last_seen: number
    /** Release of the service that first reported it. */
    first_version: string | null
  }
  counters_minute: CounterTable
  counters_hour: CounterTable
  counters_day: CounterTable
  /** From `until` on, buckets of this resolution are not made yet. */
  rollups: { resolution: string; until: number }
  policies: {
    team_id: number
    service: string
    version: number
    document: string
    created_at: number
    created_by: string
    /** The version that a roll-back brought back. */
    restored_from: number | null
  }
}

export interface CounterTable {
  bucket: number
  service_id: number
  signature: string
  seen: number
  kept: number
  bytes: number
  kept_bytes: number
  errors: number
}

export type Resolution = 'minute' | 'hour' | 'day'
export const SECONDS: Readonly<Record<Resolution, number>> = { minute: 60, hour: 3_600, day: 86_400 }
export const COUNTS = ['seen', 'kept', 'bytes', 'kept_bytes', 'errors'] as const
