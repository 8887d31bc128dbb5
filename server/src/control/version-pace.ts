import type { EpochSeconds } from '../internal/clock.js'

const DAY_SECONDS = 86_400
/** Otherwise rates follow after so many times the usual time. */
const OVERDUE_TIMES = 6
/** Versions of a day that are usual. */
const USUAL_VERSIONS = 8
/** With so many more, changes have to be twice as large to be worth another. */
const VERSIONS_PER_PATIENCE = 4
/** So many of a day come when they are wanted. */
const FREE_VERSIONS = 12
/** All others share what is left of the day, so that there are never more than this but for what must not wait. */
const MAX_VERSIONS = 24
/** What guarantees something waits for no more than this, and not at all on most days. */
const GUARANTEE_SECONDS = 1_800

/** Whether it is time for what is not urgent, and for what matters little. */
export type Due = 'not yet' | 'due' | 'overdue'

/** What may be published now. What may not is part of the next version. */
export interface Pace {
  readonly due: Due
  /** Changes have to be so many times as large, ≥ 1: see `patienceAfter`. */
  readonly patience: number
  /** Whether what is urgent may, such as a budget that is far off. */
  readonly takesUrgent: boolean
  /** Whether may what keeps something whole that the policy does not know. */
  readonly takesGuarantees: boolean
}

/** What a pace goes by. */
export interface PaceInput {
  readonly now: EpochSeconds
  /** Of the version in force, seconds. */
  readonly age: number
  /** That came into force today (UTC). */
  readonly versionsToday: number
  /** Between two changes that are not urgent. */
  readonly reviseSeconds: number
}

/**
 * Returns what may be published now: people read versions, and what outsiders write must not make many. Of a day's first 12 each comes when
 * it is wanted; the 12 after them come evenly over what is left of the day. What guarantees something comes within half an hour however
 * many there were. What a person did, and a renewal, wait for nothing.
 */
export function paceAt({ now, age, versionsToday, reviseSeconds }: PaceInput): Pace {
  const patience = patienceAfter(versionsToday)
  const isFree = versionsToday < FREE_VERSIONS
  const left = MAX_VERSIONS - versionsToday
  const takesUrgent = isFree || (left > 0 && age >= (DAY_SECONDS - (now % DAY_SECONDS)) / left)
  return {
    due: takesUrgent ? dueAt(age, reviseSeconds * patience) : 'not yet',
    patience,
    takesUrgent,
    takesGuarantees: takesUrgent || age >= GUARANTEE_SECONDS,
  }
}

/**
 * Returns how much larger changes have to be, and how much longer those wait that are not urgent, after so many versions today: people
 * read them.
 */
export function patienceAfter(versionsToday: number): number {
  return 1 + Math.max(0, versionsToday - USUAL_VERSIONS) / VERSIONS_PER_PATIENCE
}

/**
 * @param age of the version in force, seconds
 * @param reviseSeconds between two changes that are not urgent
 */
function dueAt(age: number, reviseSeconds: number): Due {
  if (age >= OVERDUE_TIMES * reviseSeconds) return 'overdue'
  return age >= reviseSeconds ? 'due' : 'not yet'
}
