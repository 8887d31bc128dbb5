/** Attributes that LipService makes: only from us do they say what they say. */
const RESERVED = new Set([
  'lipservice.weight',
  'lipservice.signature',
  'lipservice.reason',
  'lipservice.shadow',
  'lipservice.shadow_weight',
  'lipservice.original_timestamp',
  'lipservice.original_severity',
  'lipservice.truncated',
  'lipservice.unreadable',
  // OpenTelemetry's: errors are counted by it, so that one uid for many would hide them.
  'log.record.uid',
])

/** Returns the name under which an attribute of the app is sent: `app.lipservice.weight` for one that would pass for ours. */
export function nameOfAppAttribute(key: string): string {
  return key.startsWith('l') && RESERVED.has(key) ? `app.${key}` : key
}
