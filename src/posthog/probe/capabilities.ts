import type { Failure, Outcome } from '../api/contract/outcome.js'
import type { PostHogApi } from '../api/contract/posthog-api.js'
import { CANVAS_PROBES, PROBES, WRITE_PROBES } from './probes.js'

/** What a project and a key can do. */
export interface Capability {
  /** Its own among all, such as `patterns_stored`. */
  readonly name: string
  /** What people know it by. */
  readonly title: string
  /** The scope that it needs, such as `query:read`. */
  readonly scope: string
  /** `ok`, or how asking failed. */
  readonly outcome: 'ok' | Failure
  /** What was found, or why it failed. */
  readonly detail: string
  /** What does not work without it. */
  readonly without: string
}

/** What was found when a project was asked for all that it may have. */
export interface Capabilities {
  /** Whose key it is; `undefined` without the scope `user:read`. */
  readonly email: string | undefined
  /** One of each that was asked for, in order. */
  readonly capabilities: readonly Capability[]
  /** The key is of no use: nothing else was asked. */
  readonly badKey: string | undefined
}

/**
 * Asks for all that a project may have, one after the other: 17 requests at most, 24 with `writes`, and nothing is written. Never
 * rejects.
 *
 * @param told called with each as it is known
 * @param options `writes`: also what the key may write, and canvases. Default: `false`
 */
export async function probe(
  api: PostHogApi,
  epochMillis: number,
  told: (capability: Capability) => void = () => {},
  { writes = false }: { readonly writes?: boolean } = {},
): Promise<Capabilities> {
  const me = await api.me()
  if (me.outcome === 'bad_key') return { email: undefined, capabilities: [], badKey: me.message }
  const capabilities: Capability[] = []
  const add = (capability: Capability) => {
    capabilities.push(capability)
    told(capability)
  }
  add({
    ...capabilityOf(me, ({ email }) => email),
    name: 'me',
    title: 'whose key it is',
    scope: 'user:read',
    without: 'prices cannot be read: they are of an organization',
  })
  for (const { name, title, scope, without, ask } of writes ? [...PROBES, ...CANVAS_PROBES, ...WRITE_PROBES] : PROBES) {
    const outcome = await ask(api, epochMillis)
    if (outcome.outcome === 'bad_key') return { email: undefined, capabilities, badKey: outcome.message }
    add({ ...capabilityOf(outcome, found), name, title, scope, without })
  }
  const organization = me.outcome === 'ok' ? me.value.organization : undefined
  if (organization !== undefined)
    add({
      ...capabilityOf(await api.billing.logsProduct(organization), ({ tiers }) => `${tiers.length} tiers`),
      name: 'prices',
      title: 'your prices',
      scope: 'billing:read',
      without: 'dollars are by the list price',
    })
  return { email: me.outcome === 'ok' ? me.value.email : undefined, capabilities, badKey: undefined }
}

const capabilityOf = <T>(outcome: Outcome<T>, say: (value: T) => string): Pick<Capability, 'outcome' | 'detail'> =>
  outcome.outcome === 'ok'
    ? { outcome: 'ok', detail: say(outcome.value) }
    : { outcome: outcome.outcome, detail: outcome.message }

/** Counts of things, not the things. */
function found(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} found`
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'yes' : 'none yet'
  if (typeof value === 'object' && value !== null && 'rows' in value) return `${(value.rows as unknown[]).length} rows`
  if (typeof value === 'object' && value !== null && 'patterns' in value)
    return `${(value.patterns as unknown[]).length} found`
  return ''
}
