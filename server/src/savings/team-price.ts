import type { Store } from '../store/store.js'

/** What a gigabyte costs a team. */
export interface TeamPrice {
  /** `billing`: of its own bill in PostHog. `option`: what the server was told, or PostHog's list price. */
  readonly source: 'billing' | 'option'
  readonly usdPerGb: number
  /** For people: where it is from. */
  readonly label: string
}

/** Returns what a gigabyte costs a team now. */
export type PriceOf = (teamId: number) => Promise<TeamPrice>

/** The price of a team's own bill, where that could be read; else that of the option `--usd-per-gb`. */
export function createPriceOf({ posthog }: Pick<Store, 'posthog'>, usdPerGb: number): PriceOf {
  const told: TeamPrice = { source: 'option', usdPerGb, label: `$${usdPerGb}/GB, as the server is set` }
  return async (teamId) => {
    const price = await posthog.price(teamId)
    if (price === undefined || price.source !== 'billing') return told
    return { source: 'billing', usdPerGb: price.usdPerGb, label: price.label }
  }
}
