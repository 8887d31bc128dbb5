/** OpenTelemetry severity number of a pino level: 10, 20 … 60 are TRACE, DEBUG … FATAL; levels between lie between. */
export function severityOfLevel(level: number): number {
  if (!Number.isFinite(level)) return 0
  const band = Math.min(6, Math.max(1, Math.floor(level / 10)))
  const between = level >= 70 || level < 10 ? 0 : Math.min(3, Math.ceil((level - band * 10) / 3.34))
  return (band - 1) * 4 + 1 + between
}
