import * as z from 'zod/mini'
import type { BillingApi, BillingSeries, DayRange, LogsProduct } from '../contract/account.js'
import { mapOutcome, type Outcome } from '../contract/outcome.js'
import { askApp, type Endpoints } from './endpoint.js'

const SCOPE = { scope: 'billing:read', method: 'GET' } as const
/** PostHog's name of the line of the bill. */
const LOGS_MEGABYTES = 'logs_mb_in_period'

const SERIES = z.object({
  results: z.array(
    z.object({
      label: z.string(),
      data: z.array(z.number()),
      dates: z.array(z.string()),
      breakdown_value: z.optional(z.nullable(z.union([z.string(), z.array(z.string())]))),
    }),
  ),
})

/** Amounts of money are decimal numbers in texts. */
const AMOUNT = z.union([z.number(), z.string().check(z.regex(/^\d+(\.\d+)?([eE]-?\d+)?$/))])
const PRODUCT = z.object({
  tiers: z.array(z.object({ up_to: z.nullable(z.number()), unit_amount_usd: AMOUNT })),
  free_allocation: z.optional(z.nullable(z.number())),
})

export function billingApi(on: Endpoints): BillingApi {
  const series = async (what: 'usage' | 'spend', { from, to }: DayRange): Promise<Outcome<readonly BillingSeries[]>> =>
    mapOutcome(
      await askApp(
        on,
        `/api/billing/${what}/`,
        { ...SCOPE, what: `billing ${what}`, shape: SERIES },
        {
          usage_types: JSON.stringify([LOGS_MEGABYTES]),
          breakdowns: JSON.stringify(['type', 'team']),
          start_date: from,
          end_date: to,
          interval: 'day',
        },
      ),
      ({ results }) => results.map(seriesOf),
    )
  return {
    usage: (range) => series('usage', range),
    spend: (range) => series('spend', range),
    logsProduct: async (organization) =>
      mapOutcome(
        await askApp(on, `/api/organizations/${encodeURIComponent(organization)}/billing/products/logs/`, {
          ...SCOPE,
          what: 'prices of logs',
          shape: PRODUCT,
        }),
        productOf,
      ),
  }
}

const seriesOf = ({
  label,
  data,
  dates,
  breakdown_value,
}: z.infer<typeof SERIES>['results'][number]): BillingSeries => ({
  label,
  project: Array.isArray(breakdown_value) ? breakdown_value.find((value) => value !== LOGS_MEGABYTES) : undefined,
  days: dates.map((day, i) => ({ day, amount: data[i] ?? 0 })),
})

const productOf = ({ tiers, free_allocation }: z.infer<typeof PRODUCT>): LogsProduct => ({
  tiers: tiers.map(({ up_to, unit_amount_usd }) => ({ upTo: up_to ?? undefined, usdPerUnit: Number(unit_amount_usd) })),
  freeUnits: free_allocation ?? 0,
})
