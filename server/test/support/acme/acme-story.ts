import type { AcmeFleet } from './acme-fleet.js'
import { acmeSignature } from './acme-service.js'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The story ends at 2026-11-25T16:12:00Z: epoch seconds. */
export const STORY_END = Date.UTC(2026, 10, 25, 16, 12) / 1000

export interface Scene {
  /** Epoch seconds. */
  readonly at: number
  play(fleet: AcmeFleet): unknown
}

const scene = (secondsBeforeEnd: number, play: Scene['play']): Scene => ({ at: STORY_END - secondsBeforeEnd, play })

const budget = (fleet: AcmeFleet, service: string, unit: string, amount: number, reason: string) =>
  fleet.act('PUT', service === '' ? '/api/v1/budget' : `/api/v1/services/${service}/budget`, { unit, amount, reason })

const overridePath = (service: string, template: string, kind: string) =>
  `/api/v1/services/${service}/overrides/${acmeSignature(service, template)}/${kind}`

/**
 * What happens at the shop, oldest first: budgets; a label, a lock and an exemption; deploys; a plan that is taken back; a draft that is
 * refused; a service that a person holds; and as it ends an incident under way, everything kept, and a plan in its canary.
 */
export const STORY: readonly Scene[] = [
  scene(24 * HOUR, async (fleet) => {
    await budget(fleet, 'edge-gateway', 'gb_per_day', 60, 'agreed with platform, Q4 plan')
    await budget(fleet, 'checkout-api', 'usd_per_month', 260, 'the bill of October')
    await budget(fleet, 'payments-worker', 'records_per_second', 140, 'finance wants most of it')
    await budget(fleet, '', 'gb_per_day', 140, 'team cap for November')
  }),
  scene(22 * HOUR, (fleet) =>
    fleet.service('storefront-web').deploy('2.32.0', [['island <*> hydrated lazily', 'DEBUG', 9_000, 222]]),
  ),
  scene(20 * HOUR, (fleet) =>
    fleet.act('PUT', overridePath('checkout-api', 'payment <*> declined by issuer <*>', 'exemption'), {
      reason: 'fraud team reads every decline',
    }),
  ),
  scene(18 * HOUR, (fleet) =>
    fleet.act('PUT', overridePath('edge-gateway', 'POST <*> <*> in <*> ms', 'lock'), {
      rate: 0.5,
      reason: 'SLO dashboards count POSTs from logs until the metric ships',
      expires_at: STORY_END + 9 * DAY,
    }),
  ),
  scene(16 * HOUR, (fleet) =>
    fleet.act('PUT', overridePath('search-api', 'no hits for <*>', 'label'), {
      class: 'business',
      reason: 'the shop managers look at them',
      expires_at: STORY_END + 2 * DAY,
    }),
  ),
  scene(9 * HOUR, (fleet) => budget(fleet, 'checkout-api', 'usd_per_month', 190, 'November target of finance')),
  scene(8 * HOUR, (fleet) => budget(fleet, 'storefront-web', 'gb_per_day', 34, 'web gets its own cap')),
  scene(6 * HOUR, (fleet) =>
    fleet.service('storefront-web').deploy('2.33.0', [
      ['hero video <*> preloaded', 'DEBUG', 15_000, 244],
      ['web vitals lcp <*> ms inp <*> ms', 'INFO', 21_000, 420],
    ]),
  ),
  scene(5 * HOUR, (fleet) => budget(fleet, 'payments-worker', 'records_per_second', 90, 'try to halve it')),
  scene(150 * MINUTE, (fleet) =>
    fleet.act('POST', '/api/v1/policies/notifications/rollback', {
      version: 1,
      reason: 'mail delivery questions from support',
    }),
  ),
  scene(125 * MINUTE, (fleet) => refusedDraft(fleet)),
  scene(96 * MINUTE, (fleet) =>
    fleet.service('checkout-api').deploy('2.33.0', [
      ['payment provider <*> circuit opened after <*> failures', 'WARNING', 0.01, 610],
      ['quote <*> cached for <*> s', 'DEBUG', 2_600, 232],
    ]),
  ),
  scene(51 * MINUTE, (fleet) => {
    const checkout = fleet.service('checkout-api')
    checkout.boost('order <*> failed payment gateway <*> timed out', fleet.now, 300, 26)
    checkout.boost('retry <*> of <*> to <*>', fleet.now, 300, 30)
    checkout.boost('order <*> paid in <*> ms', fleet.now, 300, 0)
    checkout.boost('payment provider <*> circuit opened after <*> failures', fleet.now, 300, 4_200)
    checkout.boost('db pool waited <*> ms for a connection', fleet.now, 300, 22)
  }),
  scene(37 * MINUTE, (fleet) =>
    fleet.act('POST', '/api/v1/services/checkout-api/incident-switch', {
      minutes: 60,
      reason: 'INC-482 payments time out',
    }),
  ),
  scene(14 * MINUTE, (fleet) =>
    budget(fleet, 'search-api', 'gb_per_day', 10, 'own budget after the launch of suggest'),
  ),
]

async function refusedDraft(fleet: AcmeFleet): Promise<void> {
  const signature = acmeSignature('auth-service', 'login failed for <*> wrong password')
  await fleet.act('POST', '/api/v1/policies/auth-service/drafts', {
    global_rate: 0.05,
    pattern_rates: { [signature]: 0.1 },
    reasoning: 'auth is too chatty, cut it to 5 %',
  })
}
