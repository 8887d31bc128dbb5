import { epochSeconds, type Now } from '../../internal/clock.js'
import type { StoredPrice } from '../../store/contracts/posthog.js'
import type { Store } from '../../store/store.js'
import type { PostHogJob } from './posthog-job.js'

const DAY = 86_400
/** A price that was read is believed for so long while none can be read. */
const BELIEVED_SECONDS = 7 * DAY
const DIGITS = 10_000

/** Reads daily what a gigabyte costs the team: four requests. */
export function createBillJob({ posthog: store }: Pick<Store, 'posthog'>, now: Now): PostHogJob {
  return {
    name: 'bill',
    maxSeconds: 300,
    async run({ connection: { teamId, revision, price: before }, api, posthog }) {
      const { readBill, paidUsdPerGb, marginalUsdPerGb } = posthog
      const me = await api.me()
      if (me.outcome !== 'ok' && me.outcome !== 'missing_scope') return me
      const bill = await readBill(api, now())
      const at = epochSeconds(now)
      const isWorse = bill.source === 'list' && before?.source === 'billing'
      if (isWorse && at - before.readAt < BELIEVED_SECONDS)
        return { outcome: 'unavailable', message: `the bill could not be read: ${bill.label}` }
      const usdPerGb = Math.round(paidUsdPerGb(bill) * DIGITS) / DIGITS
      // With each month the free part begins anew: what is saved is not worth nothing for that.
      const isFree = bill.source === 'billing' && marginalUsdPerGb(bill) === 0
      const label = isFree ? `your price in PostHog, $${usdPerGb}/GB beyond the free part` : bill.label
      const price: StoredPrice = { source: bill.source, usdPerGb, label, readAt: at }
      await store.setPrice(teamId, revision, price)
      return { outcome: 'ok', counts: { requests: 4, used_mb: Math.round(bill.usedUnits) }, nextSeconds: DAY }
    },
  }
}
