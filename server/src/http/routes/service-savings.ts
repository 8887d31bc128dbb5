import { z } from '@hono/zod-openapi'
import { GUARANTEES, guaranteesOf, savingsOf, sentPartsOf, standardErrorOfCount } from '../../savings/savings.js'
import type { PatternSummary, Period, Store } from '../../store/store.js'
import { billedFields, NO_SUMS } from './billed.js'

/** Of a period, by bytes. */
export const MAX_PATTERNS = 10_000

export const savingsFields = {
  seen: z.number(),
  kept: z.number(),
  bytes: z.number().openapi({ description: 'Had everything been kept.' }),
  overhead_bytes: z.number().openapi({ description: 'What stamps and batches add; of one pattern unknown, and 0.' }),
  billed_bytes: z.number().openapi({ description: 'Kept records, with that.' }),
  usd: z.number(),
  billed_usd: z.number(),
  saved_usd: z.number(),
  saved_share: z.number().openapi({ description: 'Part of `bytes` that is not billed.' }),
  relative_standard_error: z.number().nullable(),
}
const guarantee = z.object({ reason: z.enum(GUARANTEES), records: z.number(), bytes: z.number(), usd: z.number() })
const sent = z
  .object({ reason: z.string(), records: z.number(), bytes: z.number(), usd: z.number() })
  .openapi('SentPart')
export const serviceSavings = z
  .object({
    service: z.string(),
    ...savingsFields,
    errors: billedFields.errors,
    kept_errors: billedFields.kept_errors,
    shadow_saved_bytes: billedFields.shadow_saved_bytes,
    guarantees: z.array(guarantee),
    sent: z.array(sent).openapi({ description: 'All that is billed, by the reason it was kept for.' }),
    kept_by_reason: z
      .record(z.string(), z.number())
      .openapi({ description: "Records by the SDK's reason, also by those that this server does not know." }),
    dropped_by_reason: z.record(z.string(), z.number()).openapi({ description: 'Dropped records, likewise.' }),
  })
  .openapi('ServiceSavings')

export type ServiceSavings = z.infer<typeof serviceSavings>

/** Returns the patterns of a team, or of one of its services, with what they had in the period; most bytes first. */
export async function patternsOfPeriod(
  { patterns }: Pick<Store, 'patterns'>,
  teamId: number,
  period: Period,
  service: string | undefined,
  limit = MAX_PATTERNS,
): Promise<PatternSummary[]> {
  const page = { sort: 'bytes', descending: true, limit, offset: 0 } as const
  return (await patterns.list({ teamId, period, service, ...page })).patterns
}

/** What sampling saved of services, as the routes show it. */
export function createServiceSavings(store: Store) {
  return {
    /**
     * @param name of one service; `undefined`: of all
     * @param withError with the standard error, which takes sums of all patterns
     * @returns a row a service; `undefined`: the team has none of that name
     */
    async of(teamId: number, period: Period, name: string | undefined, withError: boolean, usdPerGb: number) {
      const all = await store.services.ofTeam(teamId)
      const found = name === undefined ? all : all.filter((one) => one.name === name)
      if (name !== undefined && found.length === 0) return undefined
      const ids = found.map(({ id }) => id)
      const [sums, keeps, variances] = await Promise.all([
        store.sums.of(ids, period),
        store.services.keeps(ids, period),
        withError ? store.patterns.variances(ids, period) : undefined,
      ])
      return found.map(({ id, name: service }): ServiceSavings => {
        const [own, kept] = [sums.get(id) ?? NO_SUMS, keeps.get(id)]
        return {
          service,
          ...savingsOf(own, own.overheadBytes, usdPerGb),
          errors: own.errors,
          kept_errors: own.keptErrors ?? null,
          shadow_saved_bytes: own.shadowDroppedBytes,
          relative_standard_error: standardErrorOfCount(variances?.get(id)),
          guarantees: guaranteesOf(kept, own, usdPerGb),
          sent: sentPartsOf(kept?.keptByReason ?? new Map(), own, own.overheadBytes, usdPerGb),
          kept_by_reason: Object.fromEntries(kept?.keptByReason ?? []),
          dropped_by_reason: Object.fromEntries(kept?.droppedByReason ?? []),
        }
      })
    },
  }
}
