import { createHash } from 'node:crypto'

/** Part of the instances that a policy is tried on. */
const SHARE = 0.05

/** Where an instance stands for one version, 0–1: evenly spread, and anew for each version. */
export function placeOf(instanceId: string, version: number): number {
  return createHash('sha256').update(`${version} ${instanceId}`).digest().readUInt32BE() / 2 ** 32
}

/**
 * The place up to which instances get the version first: a twentieth of those that live, one at least, never all. `undefined` where there
 * are fewer than two: there is nothing to compare with.
 */
export function canaryShareOf(instanceIds: readonly string[], version: number): number | undefined {
  if (instanceIds.length < 2) return undefined
  const places = instanceIds.map((id) => placeOf(id, version)).toSorted((a, b) => a - b)
  return places[Math.ceil(SHARE * places.length) - 1]
}
