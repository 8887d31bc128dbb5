import type { Incident } from '../state/incidents.js'
import { headlines } from '../texts/headlines.js'

/** The worst of what was found first. */
export const FINDING_ORDER = ['error_surge', 'silence', 'spike', 'new_pattern'] as const

/** What an incident is in two words, by the worst of what was found. */
export function headlineOf(findings: Incident['findings'] | undefined): string {
  const kind = FINDING_ORDER.find((one) => findings?.some((found) => found.kind === one))
  return headlines[kind ?? 'unknown']
}
