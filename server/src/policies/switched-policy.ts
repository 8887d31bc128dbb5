import { MAX_POLICY_BYTES, type Policy } from 'lipservice/protocol'
import type { EpochMillis } from '../internal/clock.js'
import type { StoredToggle, SwitchMode } from '../store/contracts/posthog-toggle.js'
import type { StoredPolicy } from '../store/store.js'
import { type ServedPolicy, servedPolicy } from './served-policy.js'

const SHIPS_MORE: Readonly<Record<SwitchMode, number>> = { active: 0, shadow: 1, off: 2 }
const WHY = "PostHog's feature flag lipservice-sampling says so."
const SAYS: Readonly<Record<SwitchMode, string>> = {
  off: `All is kept: ${WHY}`,
  shadow: `All is kept, and records say what would become of them: ${WHY}`,
  active: 'Every SDK adapts by itself.',
}

/** What is known of one document: every instance asks for it, and they are many. */
interface Known {
  readonly own: SwitchMode
  /** Epoch milliseconds; infinite: never. */
  readonly expiresAt: number
  readonly inModes: Map<SwitchMode, ServedPolicy>
}
const known = new WeakMap<StoredPolicy, Known>()

function knownOf(policy: StoredPolicy): Known {
  const before = known.get(policy)
  if (before !== undefined) return before
  const { mode = 'active', expires_at: expires } = documentOf(policy)
  const expiresAt = expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires)
  const found = { own: mode, expiresAt, inModes: new Map() }
  known.set(policy, found)
  return found
}

const documentOf = ({ document }: StoredPolicy): Policy => JSON.parse(document) as Policy

/** Returns what a service does by its policy alone. */
export const ownMode = (policy: StoredPolicy | undefined): SwitchMode =>
  policy === undefined ? 'active' : knownOf(policy).own

/** Returns what the flag has a service do, where it keeps more than its own mode; `undefined`: its own counts. */
export function switchedMode(service: string, own: SwitchMode, toggle: StoredToggle): 'shadow' | 'off' | undefined {
  const said = toggle.services.get(service) ?? toggle.mode
  return said !== 'active' && SHIPS_MORE[said] > SHIPS_MORE[own] ? said : undefined
}

/**
 * Returns what an instance is served while its team has a flag: its policy, in the more careful of both modes. One by a flag does not expire: off
 * is off until somebody says otherwise. There is always one that an SDK takes, for an SDK keeps the last that it took.
 */
export function switchedPolicy(
  policy: StoredPolicy | undefined,
  service: string,
  toggle: StoredToggle,
  now: EpochMillis,
): ServedPolicy {
  if (policy === undefined) return bareOf(0, service, switchedMode(service, 'active', toggle) ?? 'active')
  const { own, expiresAt, inModes } = knownOf(policy)
  const mode = switchedMode(service, own, toggle)
  if (mode === undefined) return expiresAt > now ? servedPolicy(policy) : bareOf(policy.version, service, own)
  const served = inModes.get(mode) ?? inMode(policy.version, service, documentOf(policy), mode)
  inModes.set(mode, served)
  return served
}

/** All that a policy says goes on but its mode. One that has no room left for that says only the mode. */
function inMode(version: number, service: string, { expires_at: _, ...document }: Policy, mode: SwitchMode) {
  const reasoning = [SAYS[mode], ...(document.reasoning === undefined ? [] : [document.reasoning])].join('\n')
  const whole = [
    { ...document, mode, reasoning },
    { ...document, mode },
  ].map((one) => JSON.stringify(one))
  const fitting = whole.find((text, i) => Buffer.byteLength(text) <= MAX_POLICY_BYTES && (i > 0 || isText(reasoning)))
  return fitting === undefined ? bareOf(version, service, mode) : servedPolicy({ version, document: fitting })
}

const MAX_REASONING_CHARACTERS = 65_536
const isText = (text: string): boolean => text.length <= MAX_REASONING_CHARACTERS

const bareOf = (version: number, service: string, mode: SwitchMode): ServedPolicy =>
  servedPolicy({
    version,
    document: JSON.stringify({ version, service, generated_by: 'server', reasoning: SAYS[mode], mode }),
  })
