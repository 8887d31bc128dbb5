import type { Now } from '../internal/clock.js'
import type { PolicyVersions } from '../policies/policy-versions.js'
import type { Preview } from '../policies/rollout-desk.js'
import type { StoredBudget } from '../store/contracts/budgets.js'
import type { OverrideKey, StoredOverride } from '../store/contracts/overrides.js'
import type { ServiceRow, Store } from '../store/store.js'
import { createPreview } from './preview.js'
import { createServiceReader } from './service-reader.js'
import type { ControlSettings } from './settings.js'

/** Replays what a budget would make of a service, had people said this of its patterns besides. Nothing is stored. */
export function createTryOverrides(store: Store, versions: PolicyVersions, settings: ControlSettings, now: Now) {
  return (
    service: ServiceRow,
    { unit, amount }: Pick<StoredBudget, 'unit' | 'amount'>,
    more: readonly StoredOverride[],
  ): Promise<Preview> => {
    const said = new Set(more.map(nameOf))
    const list: Store['overrides']['list'] = async (...asked) => [
      ...(await store.overrides.list(...asked)).filter((one) => !said.has(nameOf(one))),
      ...more,
    ]
    const tried: Store = { ...store, overrides: { ...store.overrides, list } }
    const reader = createServiceReader(tried, versions, settings, now)
    return createPreview(tried, reader, settings, now)(service, { kind: 'budget', unit, amount })
  }
}

function nameOf({ service, signature, check, kind }: OverrideKey): string {
  return [service, signature, check, kind].join(' ')
}
