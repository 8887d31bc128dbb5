import type { CapturedEvent } from '../api/contract/account.js'
import { withinLimit } from './named-services.js'
import type { SavedHour, SavedPattern } from './saved-hour.js'
import { SAVINGS_EVENT, type SavingsProperties } from './told-columns.js'
import { uuidV5 } from './uuid-v5.js'

/** Whose the events are: nobody's. */
const DISTINCT_ID = 'lipservice'
const NAMESPACE = '0b9d5a2e-6f0c-5c1b-9c7e-3a1f4d8e2b60'
const HOUR_SECONDS = 3_600
const BYTES_PER_GB = 1_000_000_000
const MAX_NAME = 256
const MAX_TEMPLATE = 200
const MAX_PATTERNS = 10
/** Of a million that are free in a month. */
export const EVENTS_PER_DAY = 500

/** How hours become events. */
export interface TellOptions {
  /** Which of several that tell the same project, such as the team of a server. The same one tells the same events. */
  readonly source: string
  /** US dollars of a gigabyte. */
  readonly usdPerGb: number
  /** Where the price is from, for people. */
  readonly priceSource: string
  /** Default: 500; at least 24, one an hour. Services beyond it are told together. */
  readonly eventsPerDay?: number
}

/** An event of savings, and what it is found by. */
export interface SavingsEvent extends CapturedEvent {
  /** Of source, service and hour. */
  readonly key: string
}

/**
 * Returns the events that tell hours of savings: one a service and hour, the oldest first. The same hour told again is the same event by
 * its `uuid`, and has the same `key`, by which graphs count it once whatever PostHog does with it.
 *
 * @param hours with those of the day before the first that is wanted, where more services than events are expected
 * @throws RangeError for an `eventsPerDay` below 24
 * @example
 * const events = savingsEvents(hours, { source: 'team 1', usdPerGb: 0.25, priceSource: 'list price' })
 */
export function savingsEvents(hours: readonly SavedHour[], options: TellOptions): readonly SavingsEvent[] {
  const { eventsPerDay = EVENTS_PER_DAY } = options
  if (!Number.isInteger(eventsPerDay) || eventsPerDay < 24)
    throw new RangeError(`eventsPerDay must be a whole number of 24 or more, got ${eventsPerDay}`)
  return withinLimit(hours, eventsPerDay)
    .filter(({ seenRecords }) => seenRecords > 0)
    .map((hour) => eventOf(hour, options))
    .toSorted((a, b) => a.timestamp.getTime() - b.timestamp.getTime() || (a.key < b.key ? -1 : 1))
}

function eventOf(saved: SavedHour, { source, usdPerGb, priceSource }: TellOptions): SavingsEvent {
  const { service, hour, seenRecords, keptRecords, seenBytes, keptBytes, relativeStandardError, topPatterns } = saved
  const usd = (bytes: number) => (bytes / BYTES_PER_GB) * usdPerGb
  // The name as it is, not as it is shown: two that begin alike are two.
  const uuid = uuidV5(NAMESPACE, JSON.stringify([source, service, hour]))
  const properties: SavingsProperties = {
    key: uuid,
    source: source.slice(0, MAX_NAME),
    service: service.slice(0, MAX_NAME),
    window_start: new Date(hour * 1_000).toISOString(),
    window_end: new Date((hour + HOUR_SECONDS) * 1_000).toISOString(),
    seen_records: seenRecords,
    kept_records: keptRecords,
    seen_bytes: seenBytes,
    kept_bytes: keptBytes,
    saved_usd: usd(seenBytes - keptBytes),
    spent_usd: usd(keptBytes),
    usd_per_gb: usdPerGb,
    price_source: priceSource.slice(0, MAX_NAME),
    relative_standard_error: relativeStandardError ?? null,
    ...(topPatterns === undefined || topPatterns.length === 0
      ? {}
      : { top_patterns: topPatterns.slice(0, MAX_PATTERNS).map((pattern) => shownPattern(pattern, usd)) }),
    $lib: 'lipservice',
  }
  return {
    event: SAVINGS_EVENT,
    uuid,
    key: uuid,
    timestamp: new Date(hour * 1_000),
    distinctId: DISTINCT_ID,
    properties: { ...properties },
  }
}

const shownPattern = (pattern: SavedPattern, usd: (bytes: number) => number): object => ({
  template: pattern.template.slice(0, MAX_TEMPLATE),
  seen_records: pattern.seenRecords,
  kept_records: pattern.keptRecords,
  saved_usd: usd(pattern.seenBytes - pattern.keptBytes),
  spent_usd: usd(pattern.keptBytes),
})
