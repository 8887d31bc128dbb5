import type { PatternSummary } from './api-types.ts'
import type { RunningService } from './fleet.ts'

const MINUTE_SECONDS = 60

/** What a service logs on the whole. */
export interface Observed {
  readonly service: string
  /** As would be billed if everything was kept. */
  readonly bytesPerSecond: number
  /** What stamps and batches add to each record. */
  readonly overheadBytes: number
  /** As LipService takes a past. */
  readonly patterns: readonly {
    readonly signature: string
    readonly template: string
    readonly severity: string
    readonly per_minute: number
    readonly bytes_per_minute: number
    readonly errors_per_minute: number
  }[]
}

interface Moment {
  readonly seen: number
  readonly kept: number
  readonly bytesSent: number
  /** Seconds. */
  readonly at: number
}

/** How fast services log, from one moment to another. */
export class Observation {
  readonly #services: readonly RunningService[]
  readonly #start: ReadonlyMap<string, Moment>

  constructor(services: readonly RunningService[]) {
    this.#services = services
    this.#start = new Map(services.map((service) => [service.name, this.#now(service)]))
  }

  /** @param patterns what LipService has counted of all of them */
  end(patterns: readonly PatternSummary[]): Observed[] {
    return this.#services.map((service) => {
      const { name } = service
      const own = patterns.filter((pattern) => pattern.service === name)
      const start = this.#start.get(name)!
      const now = this.#now(service)
      const perMinute = ((now.seen - start.seen) / (now.at - start.at)) * MINUTE_SECONDS
      // Reports are a second behind: how much came, the services say; what of each, the reports.
      const sumOf = (field: 'seen' | 'kept' | 'bytes' | 'kept_bytes') =>
        own.reduce((sum, pattern) => sum + pattern[field], 0)
      const scale = perMinute / sumOf('seen')
      // What a record is billed for besides itself: its stamps, and its part of a batch.
      // A report may be of a moment later than what was sent.
      const overhead = Math.max(0, now.bytesSent / now.kept - sumOf('kept_bytes') / sumOf('kept'))
      return {
        service: name,
        bytesPerSecond: ((sumOf('bytes') + sumOf('seen') * overhead) * scale) / MINUTE_SECONDS,
        overheadBytes: overhead,
        patterns: own.map(({ signature, template, severity, ...pattern }) => ({
          signature,
          template,
          severity,
          per_minute: pattern.seen * scale,
          bytes_per_minute: pattern.bytes * scale,
          errors_per_minute: pattern.errors * scale,
        })),
      }
    })
  }

  #now(service: RunningService): Moment {
    const { seen = 0, kept = 0, delivery } = service.progress()?.stats ?? {}
    return { seen, kept, bytesSent: delivery?.bytesSent ?? 0, at: service.progressAt() }
  }
}
