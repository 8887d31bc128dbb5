import type { StoredIncident } from '../store/contracts/incidents.js'
import { patternName } from '../store/store.js'

export const NO_INCIDENTS: ReadonlyMap<string, number> = new Map()

/** Returns the names of patterns of open incidents by service, each with the most records of a minute. */
export function patternsIn(open: readonly StoredIncident[]): Map<number, Map<string, number>> {
  const inIncident = new Map<number, Map<string, number>>()
  for (const { serviceId, findings } of open) {
    const patterns = inIncident.get(serviceId) ?? new Map<string, number>()
    for (const finding of findings) if (finding.signature !== '') patterns.set(patternName(finding), finding.observed)
    inIncident.set(serviceId, patterns)
  }
  return inIncident
}
