import type { Failed } from '../api/contract/outcome.js'
import type { PostHogApi } from '../api/contract/posthog-api.js'
import { type LogsBill, listBill, marginalUsdPerGb } from './prices.js'

/**
 * Reads what logs cost this team. Where that cannot be read, such as without the scope `billing:read`, answers PostHog's list price, and
 * says so. Never rejects. Three requests.
 *
 * @param epochMillis now: the month is the calendar's, in UTC
 */
export async function readBill(api: PostHogApi, epochMillis: number): Promise<LogsBill> {
  const day = new Date(epochMillis).toISOString().slice(0, 10)
  const me = await api.me()
  if (me.outcome !== 'ok') return listBill(day, reasonOf(me))
  const { organization } = me.value
  if (organization === undefined) return listBill(day, 'PostHog does not say whose bill it is')
  const [product, usage] = await Promise.all([
    api.billing.logsProduct(organization),
    api.billing.usage({ from: `${day.slice(0, 7)}-01`, to: day }),
  ])
  if (product.outcome !== 'ok') return listBill(day, reasonOf(product))
  if (product.value.tiers.length === 0) return listBill(day, 'PostHog has no tiers for logs')
  if (usage.outcome !== 'ok') return listBill(day, reasonOf(usage))
  // Of all projects: tiers are of the organization.
  const usedUnits = usage.value.flatMap(({ days }) => days).reduce((sum, { amount }) => sum + amount, 0)
  const bill = { source: 'billing', label: '', ...product.value, usedUnits, day } as const
  return { ...bill, label: `your price in PostHog, $${round(marginalUsdPerGb(bill))}/GB for what comes next` }
}

const round = (usd: number): number => Math.round(usd * 10_000) / 10_000

const reasonOf = ({ outcome, scope, message }: Failed): string =>
  outcome === 'missing_scope' && scope !== undefined ? `the key may not read bills (${scope})` : message
