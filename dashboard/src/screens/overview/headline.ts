import type { Incident } from '../../state/incidents.js'
import { overview } from '../../texts/overview.js'

/** The worst of what was found first. */
const ORDER = ['error_surge', 'silence', 'spike', 'new_pattern'] as const

/** What an incident is in two words, by the worst of what was found. */
export function headlineOf(findings: Incident['findings'] | undefined): string {
  const kind = ORDER.find((one) => findings?.some((found) => found.kind === one))
  return overview.headline[kind ?? 'unknown']
}
