import type { ServiceSavings } from '../../state/savings.js'
import type { Service } from '../../state/services.js'

const sum = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((total, one) => total + of(one), 0)

/** All services together, as the API says it of each. */
export interface TeamFigures {
  readonly bytes: number
  readonly billedBytes: number
  readonly usd: number
  readonly billedUsd: number
  readonly savedUsd: number
  /** Of what was billed. */
  readonly guaranteedUsd: number
  readonly guaranteedBytes: number
  readonly shadowBytes: number
  readonly errors: number
  /** `undefined`: some SDK that logged errors does not say it. */
  readonly keptErrors: number | undefined
  readonly refused: number
  readonly lost: number
  /** The worst of all services; `undefined`: nothing was sent. */
  readonly standardError: number | undefined
}

export function figuresOf(services: readonly Service[], savings: readonly ServiceSavings[]): TeamFigures {
  const unsaid = services.some(({ kept_errors }) => kept_errors === null)
  const errors = savings.flatMap(({ relative_standard_error: error }) => (error === null ? [] : [error]))
  return {
    bytes: sum(savings, (one) => one.bytes),
    billedBytes: sum(savings, (one) => one.billed_bytes),
    usd: sum(savings, (one) => one.usd),
    billedUsd: sum(savings, (one) => one.billed_usd),
    savedUsd: sum(savings, (one) => one.saved_usd),
    guaranteedUsd: sum(savings, ({ guarantees }) => sum(guarantees, (one) => one.usd)),
    guaranteedBytes: sum(savings, ({ guarantees }) => sum(guarantees, (one) => one.bytes)),
    shadowBytes: sum(savings, (one) => one.shadow_saved_bytes),
    errors: sum(services, (one) => one.errors),
    keptErrors: unsaid ? undefined : sum(services, (one) => one.kept_errors ?? 0),
    refused: sum(services, (one) => one.refused),
    lost: sum(services, (one) => one.lost),
    standardError: errors.length === 0 ? undefined : Math.max(...errors),
  }
}

/** The period and the one of the same length before, of services; `undefined`: they are not old enough to compare. */
export function comparedWith(
  services: readonly Service[],
  begin: number,
  seconds: number,
): { saved: [number, number]; sent: [number, number] } | undefined {
  const oldest = Math.min(...services.map(({ first_seen }) => first_seen))
  if (!(oldest <= begin - seconds)) return undefined
  return {
    saved: [
      sum(services, (one) => one.bytes - one.billed_bytes),
      sum(services, ({ before }) => before.bytes - before.billed_bytes),
    ],
    sent: [sum(services, (one) => one.billed_bytes), sum(services, ({ before }) => before.billed_bytes)],
  }
}

/** Returns the days of the period that there are figures of: of a young team fewer. */
export function daysWatched(services: readonly Service[], days: number, now: number): number {
  const oldest = Math.min(...services.map(({ first_seen }) => first_seen))
  return Math.min(days, (now - oldest) / 86_400)
}

/** What was sent for one reason, by all services. */
export interface Part {
  readonly reason: string
  readonly records: number
  readonly bytes: number
  readonly usd: number
}

/** Returns what was sent by why, all services together: the parts are all that was sent. Most bytes first. */
export function partsOf(savings: readonly ServiceSavings[]): Part[] {
  const parts = new Map<string, Part>()
  for (const { reason, records, bytes, usd } of savings.flatMap(({ sent }) => sent)) {
    const before = parts.get(reason)
    parts.set(reason, {
      reason,
      records: records + (before?.records ?? 0),
      bytes: bytes + (before?.bytes ?? 0),
      usd: usd + (before?.usd ?? 0),
    })
  }
  return [...parts.values()].toSorted((a, b) => b.bytes - a.bytes)
}

const ROUND = [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 4, 5, 6, 8, 10]

/** Returns a round budget, GB a day, that what is sent now would just fit into; `undefined`: nothing is sent. */
export function suggestedBudget(bytesADay: number): number | undefined {
  const gigabytes = bytesADay / 1e9
  if (!(gigabytes > 0)) return undefined
  const power = 10 ** Math.floor(Math.log10(gigabytes))
  const round = ROUND.find((one) => one * power >= gigabytes) ?? 10
  return Number((round * power).toPrecision(3))
}
