/** What a pattern is worth, by rules alone: the first that fits. */
export const CLASSES = ['error', 'security', 'audit', 'health_check', 'business', 'debug', 'unknown'] as const
export type PatternClass = (typeof CLASSES)[number]

const words = (...list: string[]) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${list.join('|')})(?![\\p{L}\\p{N}])`, 'iu')

const SECURITY = words(
  'log(?:ged)?[ _-]?(?:in|out)',
  'sign(?:ed)?[ _-]?(?:in|out)',
  'auth(?:entication|orization|enticated|orized)?',
  'unauthori[sz]ed',
  'forbidden',
  'permissions?',
  'access denied',
  'password',
  'credentials?',
  'mfa',
  '2fa',
  'csrf',
  'brute[ -]?force',
  'intrusion',
  'suspicious',
)
const AUDIT = words(
  'audit(?:ed)?',
  'granted',
  'revoked',
  'impersonat(?:ed|ion)',
  'role (?:added|changed|removed)',
  'consent',
  'gdpr',
)
const HEALTH = words(
  'health(?:z|check|y)?',
  'ready(?:z)?',
  'readiness',
  'live(?:z|ness)?',
  'ping',
  'heartbeat',
  'keep[ -]?alive',
  'kube-probe',
)
const BUSINESS = words(
  'orders?',
  'payments?',
  'paid',
  'invoices?',
  'checkout',
  'refund(?:ed|s)?',
  'subscri(?:bed|ptions?)',
  'purchased?',
  'carts?',
  'sign(?:ed)?[ _-]?up',
  'registered',
  'shipments?',
  'booking',
)

const BY_TEXT: readonly (readonly [PatternClass, RegExp])[] = [
  ['security', SECURITY],
  ['audit', AUDIT],
  ['health_check', HEALTH],
  ['business', BUSINESS],
]

/**
 * Returns the class of a pattern, by its template and the severity that most of its records have. Security and audit
 * come before classes of less value.
 *
 * @example
 * classify('GET /healthz <*> ms', 'INFO') // 'health_check'
 */
export function classify(template: string, severity: string): PatternClass {
  if (severity === 'ERROR' || severity === 'CRITICAL') return 'error'
  for (const [name, pattern] of BY_TEXT) if (pattern.test(template)) return name
  return severity === 'DEBUG' || severity === 'TRACE' ? 'debug' : 'unknown'
}
