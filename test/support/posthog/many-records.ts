import type { PostHogLogRow } from '../../../src/testing/posthog-api/log-row.js'
import { seededRandom } from '../../../src/testing/seeded-random.js'
import { recordOf, severityTextOf, signedBySdk, TEN, textAndAttributes } from './logged-history.js'

const HOUR = 3_600
const SERVICES = ['api', 'shop', 'mail'] as const

export interface ManyRecords {
  readonly rows: readonly PostHogLogRow[]
  /** Records by `service hour severity`. */
  readonly totals: ReadonlyMap<string, number>
  /** Records by `service signature check`, as an SDK signs them. */
  readonly signed: ReadonlyMap<string, number>
}

interface HowMany {
  readonly hours: number
  readonly records: number
  readonly patterns: number
  readonly seed?: number
  /** Different records of a pattern in an hour: the others are like them. Default: 2. */
  readonly variants?: number
  /** End of the last hour, epoch seconds. Default: {@link TEN}. */
  readonly end?: number
}

/** Records of some hours, as rows that stand for many each: a few patterns have most of them. */
export function manyRecords({ hours, records, patterns, seed = 1, variants = 2, end = TEN }: HowMany): ManyRecords {
  const random = seededRandom(seed)
  const whole = (below: number) => Math.floor(random() * below)
  const totals = new Map<string, number>()
  const signed = new Map<string, number>()
  const add = (sums: Map<string, number>, key: string, many: number) => sums.set(key, (sums.get(key) ?? 0) + many)
  const drawn = Array.from({ length: hours * patterns * variants }, (_, i) => {
    const rank = Math.floor(i / variants) % patterns
    return { hour: end - (1 + Math.floor(i / variants / patterns)) * HOUR, rank, share: random() / (1 + rank) }
  })
  const all = drawn.reduce((sum, { share }) => sum + share, 0)
  let [left, after] = [records - drawn.length, all]
  const rows = drawn.map(({ hour, rank, share }, i): PostHogLogRow => {
    const more = share === after ? left : Math.min(left, Math.round((left * share) / after))
    left -= more
    after -= share
    const record = recordOf(rank, whole)
    const service = SERVICES[rank % SERVICES.length]!
    const times = 1 + more
    const severity = severityTextOf(record)
    const { text, stored } = textAndAttributes(record)
    add(totals, `${service} ${hour} ${severity}`, times)
    add(signed, `${service} ${signedBySdk(record)}`, times)
    const timestamp = (hour + whole(HOUR)) * 1_000
    const { eventName = '' } = record
    // Which are drawn is by the hash of it.
    const uuid = `${seed} ${i}`
    return { timestamp, uuid, service, severity, body: text, attributes: stored, eventName, times }
  })
  return { rows, totals, signed }
}
