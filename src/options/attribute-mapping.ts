import type { Check } from './check.js'
import { parsePairs } from './environment-pairs.js'

/** The attributes of the app's records that hold what PostHog links a log by. A path leads into objects: `user.id`. */
export interface AttributeMapping {
  /** Links to the person. */
  readonly posthogDistinctId?: string | undefined
  /** Links to the session recording. */
  readonly sessionId?: string | undefined
}

const TARGETS = ['posthogDistinctId', 'sessionId']
const ALLOWED = `an object that names attributes for ${TARGETS.join(' or ')}`

export const isAttributeMapping: Check = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { allowed: ALLOWED }
  const fits = Object.entries(value).every(
    ([target, path]) =>
      TARGETS.includes(target) && (path === undefined || (typeof path === 'string' && path.trim() !== '')),
  )
  return fits ? undefined : { allowed: ALLOWED, range: true }
}

/** What `parseAttributeMapping` reads. */
export const MAPPING_SYNTAX =
  'posthogDistinctId=…, sessionId=… or both with a comma between, each with the name of an attribute'

/** `posthogDistinctId=user.id,sessionId=session` */
export function parseAttributeMapping(text: string): unknown {
  const pairs = parsePairs(text)
  return pairs.size === 0 ? text : Object.fromEntries(pairs)
}
