import type { PostHogLogRow } from '../../src/testing/posthog-api/log-row.js'

const HOUR = 3_600_000
/** Rows of the last minutes may still be on their way: they are not read. */
const LATE = 15 * 60_000

/** What a shop logs in an hour: how many of each, of which service, how severe, how many bytes as billed. */
const LINES: readonly {
  readonly times: number
  readonly service: string
  readonly severity: string
  readonly bytes: number
  readonly body: (i: number) => string
}[] = [
  line(600, 'gateway', 'info', 2_600, (i) => `GET /items/${i * 7} 200 in ${i % 90} ms`),
  line(240, 'catalog', 'debug', 3_100, (i) => `cache miss for item ${i * 13}`),
  line(180, 'catalog', 'info', 1_900, (i) => `priced ${(i % 9) + 2} offers in ${i % 40} ms`),
  line(90, 'checkout', 'info', 2_200, (i) => `order ${4_000 + i} placed for user ${i % 50}`),
  line(60, 'mailer', 'info', 1_700, (i) => `letter ${i} sent in ${i % 300} ms`),
  line(20, 'gateway', 'warn', 2_000, (i) => `upstream answered after ${2_000 + i} ms, attempt ${i % 3}`),
  line(6, 'checkout', 'info', 1_500, (i) => `password of user ${i} changed`),
  line(4, 'checkout', 'error', 6_400, (i) => `card of order ${4_000 + i} was declined by the issuer`),
]

function line(times: number, service: string, severity: string, bytes: number, body: (i: number) => string) {
  return { times, service, severity, bytes, body }
}

/**
 * Returns the records of the last whole hours that can be read at a time, epoch milliseconds.
 *
 * @param later as many hours more, which end later: they are read instead of the first where the clock goes on before somebody reads
 */
export function shopRows(hours: number, now: number, later = 0): PostHogLogRow[] {
  const end = Math.floor((now - LATE) / HOUR) * HOUR
  const rows: PostHogLogRow[] = []
  for (let hour = 1 - later; hour <= hours; hour++)
    for (const { times, service, severity, bytes, body } of LINES)
      for (let i = 0; i < times; i++)
        rows.push({
          timestamp: end - hour * HOUR + Math.floor((i * HOUR) / times),
          service,
          severity,
          bytes,
          body: body(i),
        })
  return rows
}
