import { hash } from 'node:crypto'

/** The order matters: what contains another shape comes first. */
const STEPS: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?/g, '<timestamp>'],
  [/\b(?:\d{4}[-/]\d{2}[-/]\d{2}|\d{2}[./]\d{2}[./]\d{4})\b/g, '<date>'],
  [/\b(?:[a-z][a-z0-9+.-]*):\/\/[^\s"'<>)\]]+/gi, '<url>'],
  [/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g, '<email>'],
  [/\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b/gi, '<mac>'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?\b/g, '<ip>'],
  [
    /(?<![\w:])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?)(?![\w:])/gi,
    '<ip6>',
  ],
  [/\b[a-z]:\\(?:[^\\\s"'<>|]+\\?)+/gi, '<path>'],
  [/(?<![\w<])(?:\/[\w.@%+~-]+)+\/?/g, '<path>'],
  [/\b0x[0-9a-f]+\b/gi, '<hex>'],
  [/\b(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{8,}\b/gi, '<hex>'],
  [/\b\d+(?:\.\d+)?\s?(?:ns|us|µs|ms|secs?|seconds?|mins?|minutes?|hours?|days?|[smhd])\b/g, '<duration>'],
  [/\b\d+(?:\.\d+)?\s?(?:[kmgt]i?b|bytes?|b)\b/gi, '<size>'],
  [/\bv?\d+\.\d+\.\d+(?:-[\w.]+)?(?:\+[\w.]+)?\b/g, '<version>'],
  [/"[^"]*"|(?<!\w)'[^']*'(?!\w)/g, '<string>'],
  [/\b([\w.-]+)=(?:<[^>]*>|[^\s,;&)\]}]+)/g, '$1=<value>'],
  [/\b(?=[A-Za-z0-9+/_-]*\d)(?=[A-Za-z0-9+/_-]*[A-Z])[A-Za-z0-9+/_-]{20,}={0,2}/g, '<token>'],
  [/(?<![\w.])[+-]?\d+\.\d+(?:e[+-]?\d+)?\b/gi, '<float>'],
  [/(?<!\w)[+-]?\d+\b/g, '<int>'],
  [/\b(?:true|false|null|undefined|none|nil)\b/gi, '<literal>'],
  [/\s+/g, ' '],
]

/** What people write by hand: mask by regular expressions, one after the other, then MD5. */
export function regexChainSignature(message: string): string {
  return hash('md5', regexChainTemplate(message), 'hex')
}

export function regexChainTemplate(message: string): string {
  let masked = message
  for (const [pattern, mask] of STEPS) masked = masked.replace(pattern, mask)
  return masked
}
