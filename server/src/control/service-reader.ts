import { PROTECTED_CLASSES, worthOf } from '../allocation/worth.js'
import { FLAT, type HourProfile, learnHourProfile } from '../budgets/hour-profile.js'
import type { Now } from '../internal/clock.js'
import type { PolicyBook } from '../policies/policy-book.js'
import type { PatternActivity, Period, ServiceRow, Store } from '../store/store.js'
import type { HourVolume, ServiceState, Spent } from './service-state.js'
import type { ControlSettings } from './settings.js'

const MAX_PATTERNS = 4_000
const MAX_PROTECTED = 2_000
const MAX_INSTANCES = 100_000
const PROFILE_DAYS = 14
const DAY_SECONDS = 86_400
const HOUR_SECONDS = 3_600
const HOURS_A_DAY = 24
const MINUTE_SECONDS = 60
/** A pattern that began just now is not taken to have been silent before. */
const LEAST_MINUTES = 5

interface Learnt {
  /** Of the service: a past may be added to it. */
  readonly firstSeen: number
  readonly hour: number
  readonly hours: readonly HourVolume[]
  readonly profile: HourProfile
}

export class ServiceReader {
  readonly #store: Store
  readonly #book: PolicyBook
  readonly #settings: ControlSettings
  readonly #now: Now
  readonly #learnt = new Map<number, Learnt>()

  constructor(store: Store, book: PolicyBook, settings: ControlSettings, now: Now) {
    this.#store = store
    this.#book = book
    this.#settings = settings
    this.#now = now
  }

  /** @param inIncident signatures of the service's open incidents, with the most records of a minute */
  async read(service: ServiceRow, inIncident: ReadonlyMap<string, number>): Promise<ServiceState> {
    const { lag, live, demand, revise } = this.#settings
    const now = Math.floor(this.#now() / 1000)
    const complete = Math.floor((now - lag) / MINUTE_SECONDS) * MINUTE_SECONDS
    const midnight = Math.floor(complete / DAY_SECONDS) * DAY_SECONDS
    const { services, patterns, overrides } = this.#store
    const window = { from: complete - demand, to: complete }
    const short = { from: complete - Math.max(revise, LEAST_MINUTES * MINUTE_SECONDS), to: complete }
    const [current, instances, activity, ofClass, own, learnt, today, lately] = await Promise.all([
      this.#book.current(service.teamId, service.name),
      services.live(service.id, now - live, MAX_INSTANCES),
      patterns.activity(service.id, window, MAX_PATTERNS),
      patterns.ofClass(service.id, PROTECTED_CLASSES, MAX_PROTECTED),
      overrides.list(service.teamId, service.name, now),
      this.#learn(service, now),
      this.#spent(service.id, { from: midnight, to: complete }),
      services.byVersion(service.id, short),
    ])
    const sum = (of: (row: (typeof lately)[number]) => number) => lately.reduce((all, row) => all + of(row), 0)
    const spentLately = { bytes: sum((row) => row.keptBytes + row.overheadBytes), records: sum(({ kept }) => kept) }
    const overhead = sum((row) => row.overheadBytes) / Math.max(1, spentLately.records)
    const usual = learnt.profile.between(window.from, window.to) / (demand / HOUR_SECONDS)
    const exempt = own.filter(({ kind }) => kind === 'exemption').map(({ signature }) => signature)
    const locks = new Map(own.filter(({ kind }) => kind === 'lock').map(({ signature, rate }) => [signature, rate]))
    const bySignature = Map.groupBy(own, ({ signature }) => signature)
    const context = { now, serviceFirstSeen: service.firstSeen, overrides: bySignature, inIncident }
    return {
      service,
      current,
      instances,
      alwaysKept: [...new Set([...exempt, ...ofClass.filter((signature) => !locks.has(signature))])],
      locks,
      profile: learnt.profile,
      hours: learnt.hours,
      complete,
      today,
      lately: {
        ...spentLately,
        seconds: short.to - short.from,
        seen: { bytes: sum((row) => row.bytes), records: sum((row) => row.seen) },
      },
      patterns: activity.map((pattern) => ({
        ...worthOf(pattern, context),
        signature: pattern.signature,
        template: pattern.template,
        perMinute: (pattern.seen / minutesOf(pattern, window)) * (learnt.profile.at(now) / usual),
        surge: inIncident.get(pattern.signature) ?? 0,
        bytes: bytesOf(pattern) + overhead,
      })),
    }
  }

  /** Lets go of services that are gone. */
  forget(all: ReadonlySet<number>): void {
    for (const id of this.#learnt.keys()) if (!all.has(id)) this.#learnt.delete(id)
  }

  async #spent(serviceId: number, period: Period): Promise<Spent> {
    if (period.to <= period.from) return { bytes: 0, records: 0 }
    const [points, keeps] = await Promise.all([
      this.#store.counters.timeline(serviceId, undefined, 'hour', period),
      this.#store.services.keeps([serviceId], period),
    ])
    const bytes = points.reduce((sum, { keptBytes }) => sum + keptBytes, 0)
    return {
      bytes: bytes + (keeps.get(serviceId)?.overheadBytes ?? 0),
      records: points.reduce((sum, { kept }) => sum + kept, 0),
    }
  }

  async #learn({ id: serviceId, firstSeen }: ServiceRow, now: number): Promise<Learnt> {
    const hour = Math.floor(now / HOUR_SECONDS)
    const known = this.#learnt.get(serviceId)
    if (known?.hour === hour && known.firstSeen === firstSeen) return known
    // The hour in which it began is no whole one.
    const firstHour = Math.ceil(firstSeen / HOUR_SECONDS)
    const from = Math.max(firstHour, hour - PROFILE_DAYS * HOURS_A_DAY) * HOUR_SECONDS
    const period = { from, to: hour * HOUR_SECONDS }
    if (period.to <= period.from) return { firstSeen, hour, hours: [], profile: FLAT }
    const points = await this.#store.counters.timeline(serviceId, undefined, 'hour', period)
    const hours = points.map(({ time, bytes }) => ({ time, volume: bytes }))
    const learnt = { firstSeen, hour, hours, profile: hours.length === 0 ? FLAT : learnHourProfile(hours) }
    this.#learnt.set(serviceId, learnt)
    return learnt
  }
}

function minutesOf({ firstSeen }: PatternActivity, { from, to }: Period): number {
  return Math.max(LEAST_MINUTES, (to - Math.max(from, firstSeen)) / MINUTE_SECONDS)
}

/** Mean bytes of a kept record; of all, where none was kept. */
export function bytesOf({ kept, keptBytes, seen, bytes }: PatternActivity): number {
  return kept > 0 ? keptBytes / kept : bytes / Math.max(1, seen)
}
