import { severityOfWord } from '../../record/severity-words.js'

/**
 * Returns the OpenTelemetry severity number of a pino level: 10, 20 … 60 are TRACE, DEBUG … FATAL; levels between lie between. A level
 * off that scale is what its label says, if that is known.
 */
export function severityOfLevel(level: number, label?: string): number {
  if (!Number.isFinite(level)) return 0
  const isOffScale = level < 10 || level >= 70
  const named = isOffScale && label !== undefined ? severityOfWord(label) : 0
  if (named !== 0) return named
  const band = Math.min(6, Math.max(1, Math.floor(level / 10)))
  const between = isOffScale ? 0 : Math.min(3, Math.ceil((level - band * 10) / 3.34))
  return (band - 1) * 4 + 1 + between
}
