import { severityOfWord } from '../../record/severity-words.js'

/** winston's own levels, npm and syslog, as OpenTelemetry's bridge maps them. */
const SEVERITY: Readonly<Record<string, number>> = {
  error: 17,
  warn: 13,
  info: 9,
  http: 7,
  verbose: 6,
  debug: 5,
  silly: 1,
  emerg: 23,
  alert: 22,
  crit: 21,
  warning: 13,
  notice: 10,
}

/**
 * Returns the OpenTelemetry severity number of a level. A level of the app's own counts as the known one at or above it in its table; 0 if
 * there is none.
 */
export function severityOfLevel(level: unknown, levels: Readonly<Record<string, number>> | undefined): number {
  if (typeof level !== 'string') return 0
  const known = knownSeverity(level)
  if (known !== 0) return known
  const own = levels?.[level]
  if (own === undefined) return 0
  let nearest = 0
  let nearestValue = Number.NEGATIVE_INFINITY
  for (const [name, value] of Object.entries(levels ?? {})) {
    const severity = knownSeverity(name)
    // The smaller the value, the graver.
    if (severity === 0 || value > own || value <= nearestValue) continue
    nearest = severity
    nearestValue = value
  }
  return nearest
}

function knownSeverity(level: string): number {
  return SEVERITY[level] ?? severityOfWord(level)
}
