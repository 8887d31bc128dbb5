import { SEVERITY_NUMBER } from '../../record/severity.js'

/** Methods of Nest's loggers, and the OpenTelemetry severity numbers that they mean. */
export const NEST_SEVERITY = {
  verbose: SEVERITY_NUMBER.trace,
  debug: SEVERITY_NUMBER.debug,
  log: SEVERITY_NUMBER.info,
  warn: SEVERITY_NUMBER.warn,
  error: SEVERITY_NUMBER.error,
  fatal: SEVERITY_NUMBER.fatal,
} as const
export type NestLevel = keyof typeof NEST_SEVERITY
export const NEST_LEVELS = Object.keys(NEST_SEVERITY) as NestLevel[]
