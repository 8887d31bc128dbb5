import type { LogRecord } from './log-record.js'

/** Attributes that LipService makes: only from us do they say what they say. */
export const RESERVED_ATTRIBUTES: ReadonlySet<string> = new Set([
  'lipservice.weight',
  'lipservice.signature',
  'lipservice.reason',
  'lipservice.shadow',
  'lipservice.shadow_weight',
  'lipservice.original_timestamp',
  'lipservice.original_severity',
  'lipservice.truncated',
  'lipservice.unreadable',
  'lipservice.origin',
  // OpenTelemetry's: errors are counted by it, so that one uid for many would hide them.
  'log.record.uid',
])

/** Returns the name under which an attribute of the app is sent: `app.lipservice.weight` for one that would pass for ours. */
export function nameOfAppAttribute(key: string): string {
  return key.startsWith('l') && RESERVED_ATTRIBUTES.has(key) ? `app.${key}` : key
}

/** How an error came that nobody caught. */
export const ORIGIN_ATTRIBUTE = 'lipservice.origin'
/** The scope of records that we log ourselves. Only code names scopes, no data. */
export const OWN_SCOPE = 'lipservice'

/** The name under which an attribute of a record is sent, whoever logged it. */
export function nameOfAttribute(
  key: string,
  { instrumentationScope }: Pick<LogRecord, 'instrumentationScope'>,
): string {
  return key === ORIGIN_ATTRIBUTE && instrumentationScope?.name === OWN_SCOPE ? key : nameOfAppAttribute(key)
}
