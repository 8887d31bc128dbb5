import { createHash } from 'node:crypto'

/** Part of the instances that a policy is tried on. */
const CANARY_SHARE = 0.05

/** Returns the place of an instance for one version, 0–1: evenly spread, and another for each version. */
export function placeOf(instanceId: string, version: number): number {
  return createHash('sha256').update(`${version} ${instanceId}`).digest().readUInt32BE() / 2 ** 32
}

/**
 * Returns the place up to which instances get the version first: a twentieth of the live ones, at least one, never all.
 * `undefined` with fewer than two: there is nothing to compare with.
 */
export function canaryShareOf(instanceIds: readonly string[], version: number): number | undefined {
  if (instanceIds.length < 2) return undefined
  const places = instanceIds.map((id) => placeOf(id, version)).toSorted((a, b) => a - b)
  return places[Math.ceil(CANARY_SHARE * places.length) - 1]
}
