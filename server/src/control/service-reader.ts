import { isWordClass, WORD_CLASSES, type WordClass } from 'lipservice/allocation'
import { judgedClassOf, worthOf } from '../allocation/worth.js'
import { readLiving } from '../budgets/read-living.js'
import { epochSeconds, type Now } from '../internal/clock.js'
import type { PolicyVersions } from '../policies/policy-versions.js'
import { completeAt } from '../rollouts/rollout-times.js'
import {
  type PatternActivity,
  type PatternName,
  type Period,
  patternName,
  type ServiceRow,
  type Store,
} from '../store/store.js'
import { documentOf } from './allocator-policy.js'
import { createFamilyReader } from './family-reader.js'
import { createHourHistory } from './hour-history.js'
import { ratedCheckOf } from './rated-check.js'
import type { JudgedReader, ServiceState, Spent } from './service-state.js'
import type { ControlSettings } from './settings.js'

/** Patterns not seen lately that are meant by one signature: the oldest. Anybody can make more texts that have it. */
const MAX_OF_SIGNATURE = 16
const MAX_PATTERNS = 4_000
/** Of each class. */
const MAX_PROTECTED = 1_000
const DAY_SECONDS = 86_400
const HOUR_SECONDS = 3_600
const MINUTE_SECONDS = 60
/** A pattern that began just now is not taken to have been silent before. */
const MIN_MINUTES = 5

export interface ServiceReader {
  /** @param inIncident names of the patterns of the service's open incidents, with the most records of a minute */
  read(service: ServiceRow, inIncident: ReadonlyMap<string, number>): Promise<ServiceState>
  /** Lets go of all services but these. */
  keepOnly(ids: ReadonlySet<number>): void
}

export function createServiceReader(
  store: Store,
  versions: PolicyVersions,
  settings: ControlSettings,
  now: Now,
  judgedOf?: JudgedReader,
): ServiceReader {
  const { services, patterns, overrides } = store
  const { life, demandWindowSeconds, reviseSeconds } = settings
  const hourHistory = createHourHistory(store)
  const familyReader = createFamilyReader(store)

  async function spentIn(serviceId: number, period: Period): Promise<Spent> {
    if (period.to <= period.from) return { bytes: 0, records: 0 }
    // Of the service as a whole: its patterns are many, and the day has many minutes.
    const sums = (await store.sums.of([serviceId], period)).get(serviceId)
    return sums === undefined
      ? { bytes: 0, records: 0 }
      : { bytes: sums.keptBytes + sums.overheadBytes, records: sums.kept }
  }

  return {
    keepOnly(ids) {
      hourHistory.keepOnly(ids)
      familyReader.keepOnly(ids)
    },
    async read(service, inIncident) {
      const seconds = epochSeconds(now)
      const complete = completeAt(seconds, settings)
      const midnight = Math.floor(complete / DAY_SECONDS) * DAY_SECONDS
      const window = { from: complete - demandWindowSeconds, to: complete }
      const short = { from: complete - Math.max(reviseSeconds, MIN_MINUTES * MINUTE_SECONDS), to: complete }
      const [current, living, activity, ofClass, known, own, { hours, profile }, today, lately, families, judged] =
        await Promise.all([
          versions.current(service.teamId, service.name),
          readLiving(services, service.id, life, seconds),
          patterns.activity(service.id, window, MAX_PATTERNS),
          Promise.all(WORD_CLASSES.map((name) => patterns.ofClass(service.id, [name], MAX_PROTECTED))),
          patterns.checks(service.teamId, service.name),
          overrides.list(service.teamId, service.name, seconds),
          hourHistory.of(service, seconds),
          spentIn(service.id, { from: midnight, to: complete }),
          services.byVersion(service.id, short),
          familyReader.of(service.id, seconds),
          judgedOf?.(service, seconds),
        ])
      const sum = (of: (row: (typeof lately)[number]) => number) => lately.reduce((all, row) => all + of(row), 0)
      const spentLately = { bytes: sum((row) => row.keptBytes + row.overheadBytes), records: sum(({ kept }) => kept) }
      const overhead = sum((row) => row.overheadBytes) / Math.max(1, spentLately.records)
      const usual = profile.between(window.from, window.to) / (demandWindowSeconds / HOUR_SECONDS)
      const ratedCheck = ratedCheckOf(current.active && documentOf(current.active), known, own)
      const locked = own.filter(({ kind }) => kind === 'lock')
      // What names a check goes before what is of all that have the signature.
      const locks = new Map(
        locked
          .toSorted((a, b) => a.check.length - b.check.length)
          .map(({ signature, rate }) => [patternName({ signature, check: ratedCheck(signature) }), rate]),
      )
      const isLocked = ({ signature, check }: PatternName) =>
        locked.some((lock) => lock.signature === signature && (lock.check === '' || lock.check === check))
      const named = ({ signature, check }: PatternName): PatternName[] =>
        check === ''
          ? (known.get(signature)?.slice(0, MAX_OF_SIGNATURE) ?? ['']).map((one) => ({ signature, check: one }))
          : [{ signature, check }]
      const exempt = own.filter(({ kind }) => kind === 'exemption').flatMap(named)
      const labels = new Map(
        own
          .filter(({ kind }) => kind === 'label')
          .toSorted((a, b) => a.check.length - b.check.length)
          .flatMap((one) => named(one).map((pattern) => [patternName(pattern), one.label ?? ''] as const)),
      )
      const bySignature = Map.groupBy(own, ({ signature }) => signature)
      const context = {
        now: seconds,
        serviceFirstSeen: service.firstSeen,
        overrides: bySignature,
        inIncident,
        ...(judged && { judged: judged.classes }),
      }
      return {
        service,
        current,
        living,
        alwaysKept: new Map([
          ...WORD_CLASSES.flatMap((name, i) =>
            ofClass[i]!.filter(
              (pattern) => !isLocked(pattern) && (labels.get(patternName(pattern)) ?? name) === name,
            ).map((pattern) => [patternName(pattern), name] as const),
          ),
          ...[...labels].filter((label): label is [string, WordClass] => isWordClass(label[1])),
          ...exempt.map((pattern) => [patternName(pattern), 'exempt'] as const),
        ]),
        locks,
        labels,
        judgedBy: judged?.model,
        ratedCheck,
        families,
        profile,
        hours,
        complete,
        today,
        lately: {
          ...spentLately,
          seconds: short.to - short.from,
          seen: { bytes: sum((row) => row.bytes), records: sum((row) => row.seen) },
        },
        patterns: activity.map((pattern) => ({
          ...worthOf(pattern, context),
          signature: patternName(pattern),
          template: pattern.template,
          perMinute: (pattern.seen / minutesOf(pattern, window)) * (profile.at(seconds) / usual),
          surge: inIncident.get(patternName(pattern)) ?? 0,
          bytes: bytesOf(pattern) + overhead,
          isJudged: judgedClassOf(pattern, context) !== undefined,
        })),
      }
    },
  }
}

function minutesOf({ firstSeen }: PatternActivity, { from, to }: Period): number {
  return Math.max(MIN_MINUTES, (to - Math.max(from, firstSeen)) / MINUTE_SECONDS)
}

/** Returns the mean bytes of a kept record; of all, where none was kept. */
function bytesOf({ kept, keptBytes, seen, bytes }: PatternActivity): number {
  return kept > 0 ? keptBytes / kept : bytes / Math.max(1, seen)
}
