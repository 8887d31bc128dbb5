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
])
const PREFIX = 'lipservice.'

/** Returns the name under which an attribute of the app is sent: `app.lipservice.weight` for one that would pass for ours. */
export function nameOfAppAttribute(key: string): string {
  return key.startsWith(PREFIX) && RESERVED.has(key) ? `app.${key}` : key
}
