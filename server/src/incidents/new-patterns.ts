import type { EpochSeconds } from '../internal/clock.js'
import type { NewPattern, Store } from '../store/store.js'
import type { Watch } from './watch.js'
import type { Sighting } from './watched-service.js'

const DAY_SECONDS = 86_400
/** A pattern is new for so long after its first record. */
const NEW_FOR_SECONDS = 600
const MAX_NEW_PATTERNS = 1_000
/** Of these severities any new pattern is news. */
const WARNING_SEVERITIES: ReadonlySet<string> = new Set(['WARNING', 'ERROR', 'CRITICAL'])
/** Of the others only what has so many records in its first ten minutes. */
const MIN_EARLY_RECORDS = 20
/** What comes up so soon after a release began is what the release is about. */
const DEPLOY_WINDOW_SECONDS = 3_600

/** Returns new patterns that are news, each with the id of its service. */
export async function findNewPatterns(
  { patterns, services }: Pick<Store, 'patterns' | 'services'>,
  watch: Watch,
  now: EpochSeconds,
  lagSeconds: number,
): Promise<(readonly [serviceId: number, sighting: Sighting])[]> {
  /** What warns is news, and what is frequent, unless a deploy brought it. */
  async function isNews({ severity, serviceId, firstSeen, serviceFirstSeen }: NewPattern, observed: number) {
    if (firstSeen - serviceFirstSeen < DAY_SECONDS) return false
    if (WARNING_SEVERITIES.has(severity)) return true
    if (observed < MIN_EARLY_RECORDS) return false
    const release = await services.newestRelease(serviceId)
    return release === undefined || firstSeen - release.since > DEPLOY_WINDOW_SECONDS
  }

  const news: (readonly [number, Sighting])[] = []
  const window = { from: now - lagSeconds - NEW_FOR_SECONDS, to: now }
  for (const pattern of await patterns.newIn(window, MAX_NEW_PATTERNS)) {
    const { serviceId, key, firstSeen } = pattern
    const observed = watch.earlyOf(serviceId, key)
    if (!(await isNews(pattern, observed))) continue
    news.push([serviceId, { kind: 'new_pattern', pattern: key, expected: 0, observed, at: firstSeen }])
  }
  return news
}
