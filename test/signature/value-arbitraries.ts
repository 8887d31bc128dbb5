import fc from 'fast-check'
import { MORE_VALUES } from './more-value-arbitraries.ts'
import { joined, LABEL, matching, mixedCase } from './text-arbitraries.ts'

export const quote = fc.constantFrom('"', "'", '`')
const withoutSpaces = fc
  .string({ unit: 'binary', maxLength: 60, size: 'max' })
  .filter((text) => !/[ \t\n\r\v\f"'`]|^[\p{Z}\p{C}\p{M}\p{Sc}]/u.test(text) && Buffer.byteLength(text) <= 64)
const day = fc.date({ min: new Date('1970-01-02'), max: new Date('2099-12-31'), noInvalidDate: true })
/** Finite: `NaN` and `Infinity` are words. */
const amount = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.nat().map((n) => n.toLocaleString('en')),
)
const number = fc.oneof(
  amount,
  fc.double().map(String),
  fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }).map(String),
  fc.nat().map((n) => `0x${n.toString(16)}`),
  fc.nat(100).map((n) => `${n}%`),
)

/** Arbitrary values by the kind of value that they are. */
export const VALUES: Record<string, fc.Arbitrary<string>> = {
  ...MORE_VALUES,
  numbers: number,
  'UUIDs in any case': fc.oneof(
    fc.uuid(),
    fc.uuid().map((uuid) => uuid.toUpperCase()),
  ),
  'IPv4 addresses': fc.ipV4Extended(),
  'IPv4 addresses with a port': fc.tuple(fc.ipV4(), fc.nat(65_535)).map(([ip, port]) => `${ip}:${port}`),
  'mapped addresses': fc.tuple(mixedCase('ffff'), fc.ipV4()).map(([ffff, ip]) => `::${ffff}:${ip}`),
  'MAC addresses': joined(':', /^([0-9a-f]{2}|[0-9A-F]{2})$/, 6, 6),
  'host names with a port': fc.tuple(joined('.', LABEL, 2, 4), fc.nat(65_535)).map(([host, port]) => `${host}:${port}`),
  'hex words': matching(/^((0x)?[0-9a-f]{8,64}|[0-9A-F]{8,40})$/),
  'absolute paths': joined('/', /^[A-Za-z0-9_][A-Za-z0-9_.~%$-]{0,9}$/, 1, 6).map((path) => `/${path}`),
  'relative paths': fc.oneof(
    joined('/', LABEL, 3, 6),
    joined('/', /^[a-z]{1,8}$/, 2, 4).map((path) => `${path}.js`),
  ),
  'paths of Windows': fc
    .tuple(matching(/^[A-Za-z]$/), joined('\\', /^[A-Za-z0-9_.$-]{1,10}$/, 1, 6))
    .map(([drive, path]) => `${drive}:\\${path}`),
  URLs: fc
    .webUrl({
      size: 'small',
      validSchemes: ['http', 'https', 'ws', 'ftp', 'postgres', 'git+ssh'],
      withQueryParameters: true,
      withFragments: true,
    })
    .filter((url) => url.length <= 100 && !/[,;)\]}>|"'`]/.test(url)),
  'quoted words': fc.tuple(quote, withoutSpaces).map(([mark, text]) => mark + text + mark),
  'e-mail addresses': fc
    .tuple(joined('.', /^[a-z]{1,8}[0-9]{0,3}$/, 1, 3), joined('.', LABEL, 2, 3))
    .map(([name, host]) => `${name}@${host}`),
  'dates of JavaScript': day.map((date) => date.toISOString()),
  'dates with month and weekday': day.chain((date) => {
    const [weekday = '', dayOfMonth = '', month = '', year = '', time = ''] = date.toUTCString().split(/,? /)
    const long = (part: 'weekday' | 'month') => date.toLocaleString('en', { [part]: 'long', timeZone: 'UTC' })
    return fc.constantFrom(
      ...[`${weekday} ${month} ${dayOfMonth} ${time} ${year}`, `${weekday}, ${dayOfMonth} ${month} ${year} ${time}`],
      ...[`${month} ${dayOfMonth}, ${year}`, `${dayOfMonth}-${month}-${year}`, `${dayOfMonth} ${month.toUpperCase()}`],
      ...[`${long('weekday')}, ${dayOfMonth} ${long('month')} ${year}`, `${long('month')} ${dayOfMonth} ${time}`],
    )
  }),
  'durations and sizes with a unit': fc
    .tuple(amount, fc.constantFrom(' ', ''), mixedCase('ms s sec min hours days b KB mib bytes Hz px ns'))
    .map((parts) => parts.join('')),
  'words that stand for values': mixedCase('true false null none nil undefined nan infinity localhost'),
  'dotted names': joined('.', /^[a-z][A-Za-z0-9]{0,9}$/, 3, 6),
  clients: fc
    .tuple(quote, matching(/^[A-Z][A-Za-z]{1,9}\/[0-9]\.[0-9]$/), matching(/^[\w ();:,./+-]{0,60}$/))
    .map(([mark, product, comment]) => `${mark}${product} (${comment})${mark}`),
}
