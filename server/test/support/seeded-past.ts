import type { KnownPattern } from '../../src/ingest/service-catalog.js'
import type { Store } from '../../src/store/store.js'
import { COUNTS } from '../../src/store/tables.js'

const MINUTE = 60
const HOUR = 3_600

export interface PastPattern {
  readonly signature: string
  readonly template: string
  readonly severity?: string
  readonly class?: string
  readonly perMinute: number
  /** Of a record. */
  readonly bytes: number
  readonly errorsPerMinute?: number
}

export interface PastInput {
  readonly team: string
  readonly service: string
  /** The past ends here, epoch seconds. */
  readonly now: number
  readonly hours: number
  readonly patterns: readonly PastPattern[]
}

/** Gives a service a past of even volume, all of it kept, as one instance would have reported it hour by hour. */
export async function seedPast(store: Store, { team, service, now, hours, patterns }: PastInput): Promise<void> {
  const start = Math.floor(now / MINUTE) * MINUTE - hours * HOUR
  const teamId = await store.keys.ensureTeam(team, start)
  const serviceId = (await store.services.ensure(teamId, service, start, 1_000))!
  const known = patterns.map(
    ({ signature, template, severity = 'INFO', class: ofClass = 'unknown' }): KnownPattern => ({
      serviceId,
      signature,
      template,
      severity,
      class: ofClass,
      firstSeen: start,
      lastSeen: now,
      firstVersion: '1.0.0',
      writtenAt: 0,
    }),
  )
  for (let hour = 0; hour < hours; hour++) {
    const counts = new Float64Array(patterns.length * COUNTS.length)
    for (const [i, { perMinute, bytes, errorsPerMinute = 0 }] of patterns.entries()) {
      const seen = perMinute * 60
      counts.set([seen, seen, seen * bytes, seen * bytes, errorsPerMinute * 60], i * COUNTS.length)
    }
    const from = start + hour * HOUR
    const report = {
      serviceId,
      instanceId: 'of the past',
      sequence: hour,
      at: from + HOUR,
      from,
      sdk: undefined,
      serviceVersion: '1.0.0',
      policyVersion: undefined,
      mode: 'active',
      patterns: known,
      counts,
      keptByReason: undefined,
      overheadBytes: 0,
    }
    await store.counters.add([report], hour === 0 ? known : [])
  }
}
