import * as z from 'zod/mini'
import type { FeatureFlag } from '../api/contract/account.js'
import { modeOfWord, type ToggleMode } from './toggle-mode.js'

/**
 * What the flag says. `set`: `mode` for every service, `services` for those that it names. `absent`: there is no such flag. `odd`: it is
 * not understood whole, so nothing of it is taken. `unknown`: PostHog did not answer. `why` is a sentence for people.
 */
export type FlagReading =
  | { readonly state: 'set'; readonly mode: ToggleMode; readonly services: ReadonlyMap<string, ToggleMode> }
  | { readonly state: 'absent' }
  | { readonly state: 'odd'; readonly why: string }
  | { readonly state: 'unknown'; readonly why: string }

const MAX_PAYLOAD_CHARACTERS = 65_536
const MAX_SERVICES = 1_000
const MAX_NAME_CHARACTERS = 256
const NO_SERVICES: ReadonlyMap<string, ToggleMode> = new Map()

const FILTERS = z.object({
  groups: z.optional(
    z.nullable(
      z.array(
        z.object({
          properties: z.optional(z.nullable(z.array(z.unknown()))),
          rollout_percentage: z.optional(z.nullable(z.number())),
          variant: z.optional(z.nullable(z.string())),
        }),
      ),
    ),
  ),
  multivariate: z.optional(
    z.nullable(
      z.object({ variants: z.array(z.object({ key: z.string(), rollout_percentage: z.optional(z.number()) })) }),
    ),
  ),
  payloads: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
})
type Group = NonNullable<NonNullable<z.infer<typeof FILTERS>['groups']>[number]>

const PAYLOAD = z.object({
  mode: z.optional(z.unknown()),
  services: z.optional(z.record(z.string(), z.unknown())),
})

/**
 * Reads a flag as it stands, without asking anybody: switched off, or for nobody, is `off`; else its variant or the `mode` of its payload
 * says, and without both it is `active`. The payload may name services: `{"mode":"on","services":{"checkout":"shadow"}}`. A flag that is
 * for some only, or has a word that is none of `off`, `shadow` and `on`, is odd as a whole: half of a wish is none.
 */
export function readingOf(flag: FeatureFlag | undefined): FlagReading {
  if (flag === undefined || flag.deleted) return { state: 'absent' }
  if (!flag.active) return { state: 'set', mode: 'off', services: NO_SERVICES }
  const filters = z.safeParse(FILTERS, flag.filters)
  if (!filters.success) return odd('its conditions are not as PostHog has them')
  const { groups, multivariate, payloads } = filters.data
  const reached = (groups ?? []).filter((group) => shareOf(group) > 0)
  if (reached.length === 0) return { state: 'set', mode: 'off', services: NO_SERVICES }
  const all = reached[0]!
  if (shareOf(all) < 100 || (all.properties ?? []).length > 0)
    return odd('it is on for some only: LipService asks for all services at once; name services in its payload')
  const variants = multivariate?.variants ?? []
  const variant = all.variant ?? variants.find(({ rollout_percentage: share }) => share === 100)?.key
  if (variants.length > 0 && variant === undefined) return odd('none of its variants is for all')
  return saidOf(variant, payloads?.[variant ?? 'true'])
}

const odd = (why: string): FlagReading => ({ state: 'odd', why })

const shareOf = ({ rollout_percentage: share }: Group): number => share ?? 100

function saidOf(variant: string | undefined, given: unknown): FlagReading {
  const byVariant = variant === undefined ? 'active' : modeOfWord(variant)
  if (byVariant === undefined) return odd('its variant is none of off, shadow and on')
  if (given === undefined || given === null || given === '')
    return { state: 'set', mode: byVariant, services: NO_SERVICES }
  const payload = z.safeParse(PAYLOAD, parsed(given))
  if (!payload.success) return odd('its payload is no JSON such as {"mode":"shadow"}')
  const { mode: word, services: named = {} } = payload.data
  const mode = word === undefined ? byVariant : modeOfWord(word)
  if (mode === undefined) return odd('the mode of its payload is none of off, shadow and on')
  const entries = Object.entries(named)
  if (entries.length > MAX_SERVICES) return odd(`its payload names more than ${MAX_SERVICES} services`)
  const services = new Map<string, ToggleMode>()
  for (const [service, wish] of entries) {
    const own = modeOfWord(wish)
    if (own === undefined) return odd('its payload has a service whose mode is none of off, shadow and on')
    if (service.length > MAX_NAME_CHARACTERS) return odd('its payload has a service whose name is too long')
    services.set(service, own)
  }
  return { state: 'set', mode, services }
}

/** PostHog keeps payloads as texts of JSON. */
function parsed(given: unknown): unknown {
  if (typeof given !== 'string') return given
  if (given.length > MAX_PAYLOAD_CHARACTERS) return undefined
  try {
    return JSON.parse(given)
  } catch {
    return undefined
  }
}
