import { type Logger, pino } from 'pino'

export type Log = Logger

/** The server's own log: JSON lines on stdout. Nothing of a request but its method, path and status is logged. */
export function createLog(level: string, destination?: { write(line: string): void }): Log {
  const options = { level, base: null, redact: ['*.authorization', '*.apiKey', '*.secret', '*.connectionString'] }
  return destination === undefined ? pino(options) : pino(options, destination)
}
