import { answerOf, api } from '../../api/client.js'
import type { AuditEntry } from '../../state/audit.js'
import { type Pages, usePages } from '../../state/pages.js'
import { serverNow } from '../../state/pulse.js'
import { auditTexts } from '../../texts/audit.js'

const PAGE = 100
const DAY = 86_400
const SINCE_DAYS = { day: 1, week: 7, month: 30, all: undefined } as const

export type Since = keyof typeof SINCE_DAYS
type Kind = keyof typeof auditTexts.kinds

export interface AuditFilter {
  readonly by: 'people' | 'all'
  /** `undefined`: all. */
  readonly service: string | undefined
  readonly kind: Kind | undefined
  readonly since: Since
}

/** Returns the filter that an address names. */
export function filterIn(query: URLSearchParams): AuditFilter {
  const named = <T extends string>(name: string, known: readonly T[]): T | undefined =>
    known.find((one) => one === query.get(name))
  return {
    by: query.get('by') === 'all' ? 'all' : 'people',
    service: query.get('service') || undefined,
    kind: named('kind', Object.keys(auditTexts.kinds) as Kind[]),
    since: named('since', Object.keys(SINCE_DAYS) as Since[]) ?? 'all',
  }
}

/** The entries that fit, in pages. */
export function useAudit({ by, service, kind, since }: AuditFilter): Pages<AuditEntry> {
  const days = SINCE_DAYS[since]
  return usePages<AuditEntry>({
    key: `audit ${JSON.stringify([by, service, kind, since])}`,
    size: PAGE,
    async load(before, signal) {
      const query = {
        by,
        limit: PAGE,
        ...(service !== undefined && { service }),
        ...(kind !== undefined && { action: kind }),
        ...(days !== undefined && { since: Math.floor(serverNow()) - days * DAY }),
        ...(before !== undefined && { before }),
      }
      const asked = api.GET('/api/v1/audit', { params: { query }, ...(signal !== undefined && { signal }) })
      return (await answerOf(asked)).entries
    },
    idOf: ({ id }) => id,
  })
}
