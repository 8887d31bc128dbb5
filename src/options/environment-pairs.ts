/** Parses `key=value,key2=value2` with percent-encoded values, the form of OpenTelemetry's headers and resource attributes. */
export function parsePairs(text: string): Map<string, string> {
  const pairs = new Map<string, string>()
  for (const pair of text.split(',')) {
    const at = pair.indexOf('=')
    if (at > 0) pairs.set(pair.slice(0, at).trim(), decode(pair.slice(at + 1).trim()))
  }
  return pairs
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
