import { answerOf, api } from '../api/client.js'
import type { components } from '../api/schema.js'
import { settings } from '../state/session.js'

export const UNITS = ['usd_per_month', 'gb_per_day', 'records_per_second'] as const satisfies readonly Unit[]
type Unit = components['schemas']['Budget']['unit']

export interface Amount {
  readonly unit: Unit
  readonly amount: number
}

const GB = 1e9
/** As the server reckons it, about. */
const DAYS_A_MONTH = 30

/** Sets a budget in place of the one that was seen. @param replaces its `updated_at`; 0: there was none @throws ApiProblem 412: another is set */
export function putBudget(service: string | null, { unit, amount }: Amount, reason: string, replaces: number) {
  const body = { unit, amount, reason }
  const headers = { 'if-match': `"${replaces}"` }
  return service === null
    ? answerOf(api.PUT('/api/v1/budget', { body, headers }))
    : answerOf(api.PUT('/api/v1/services/{service}/budget', { params: { path: { service } }, body, headers }))
}

export function deleteBudget(service: string | null, reason: string): Promise<unknown> {
  const query = { reason }
  return service === null
    ? answerOf(api.DELETE('/api/v1/budget', { params: { query } }))
    : answerOf(api.DELETE('/api/v1/services/{service}/budget', { params: { path: { service }, query } }))
}

/** Returns bytes a day; `undefined`: it is one in records, or nothing is known of it. */
export function bytesADay({ unit, amount }: Amount): number | undefined {
  const price = settings.value?.usd_per_gb ?? 0
  if (!(amount > 0)) return undefined
  if (unit === 'gb_per_day') return amount * GB
  return unit === 'usd_per_month' && price > 0 ? (amount / DAYS_A_MONTH / price) * GB : undefined
}
