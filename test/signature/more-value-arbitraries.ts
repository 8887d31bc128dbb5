import { inspect } from 'node:util'
import fc from 'fast-check'
import { joined, matching } from './text-arbitraries.ts'

/** What opens and closes a quotation, in many languages. */
export const QUOTATION_MARKS: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['„', '“'],
  ['„', '”'],
  ['”', '”'],
  ['‘', '’'],
  ['‚', '‘'],
  ['«', '»'],
  ['»', '«'],
  ['»', '»'],
  ['« ', ' »'],
  ['‹', '›'],
  ['「', '」'],
  ['『', '』'],
  ['《', '》'],
  ['〈', '〉'],
  ['｢', '｣'],
  ['＂', '＂'],
  ['❝', '❞'],
  ['״', '״'],
]
const marks = fc.constantFrom(...QUOTATION_MARKS)

/** Words and what stands between them; no sentence, no request. */
const quotedText = matching(/^[a-z0-9äß日本م][a-z0-9äß日本م ,;:!?()%=+-]{0,40}[a-z0-9äß日本م]$/)
const quotedPath = joined('/', /^[A-Za-z0-9_.][A-Za-z0-9_. -]{0,10}[A-Za-z0-9_]$/, 1, 4)

/** Digits of every script in which Intl counts by tens. */
const decimals = Intl.supportedValuesOf('numberingSystem').filter((system) => {
  const [zero = ''] = new Intl.NumberFormat(`en-u-nu-${system}`).format(0)
  return /\p{Nd}/u.test(new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false }).format(0)) && zero !== ''
})
const locales = fc.constantFrom('de', 'fr', 'sv', 'de-CH', 'en-IN', 'ar-EG', 'fa', 'hi', 'bn', 'my', 'nb', 'et', 'es')

const plainKey = matching(/^[a-z][A-Za-z0-9_]{0,8}$/).filter(
  (key) => !['message', 'msg', 'event', 'action', 'type'].includes(key.toLowerCase()),
)
const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.string({ unit: 'grapheme', maxLength: 12 }))
const object = fc.dictionary(
  plainKey,
  fc.oneof(
    leaf,
    fc.array(leaf, { maxLength: 2 }),
    fc.dictionary(plainKey, leaf, { maxKeys: 1, noNullPrototype: true }),
  ),
  {
    maxKeys: 4,
    noNullPrototype: true,
  },
)
const short = (text: string) => Buffer.byteLength(text) <= 100

const zoneNames = Intl.supportedValuesOf('timeZone').filter((name) => name.includes('/'))
const longZone = fc
  .tuple(fc.constantFrom(...zoneNames), fc.constantFrom('en', 'de', 'fr', 'ru', 'ja'))
  .map(([timeZone, locale]) => {
    const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'long' }).formatToParts(0)
    return parts.find(({ type }) => type === 'timeZoneName')!.value
  })
  .filter((name) => !/[\d()]/.test(name))

const withDigit = (text: string) => /\d/.test(text)

export const MORE_VALUES: Record<string, fc.Arbitrary<string>> = {
  'numbers in the digits of any script': fc
    .tuple(fc.constantFrom(...decimals), fc.integer())
    .map(([system, n]) => new Intl.NumberFormat(`en-u-nu-${system}`).format(n)),
  'numbers as any language writes them': fc
    .tuple(locales, fc.oneof(fc.integer(), fc.double({ min: -1e9, max: 1e9, noNaN: true })))
    .map(([locale, n]) => n.toLocaleString(locale)),
  'amounts of money': fc
    .tuple(locales, fc.constantFrom('EUR', 'JPY', 'GBP'), fc.nat(10_000))
    .map(([locale, currency, n]) => n.toLocaleString(locale, { style: 'currency', currency }))
    .filter((amount) => !/[A-Za-zА-я؀-ۿ]{2}/.test(amount.replaceAll(/\p{Nd}/gu, ''))),
  'texts in any quotes': fc
    .tuple(marks, quotedText)
    .filter(([[open, close], text]) => !text.includes(open) && !text.includes(close))
    .map(([[open, close], text]) => open + text + close),
  'paths with spaces in quotes': fc
    .tuple(fc.constantFrom('"', "'", '`'), fc.constantFrom('/', 'C:\\', './', '~/'), quotedPath)
    .map(([mark, root, path]) => mark + root + path + mark),
  'empty texts, lists and objects': fc.constantFrom(
    '""',
    "''",
    '``',
    '“”',
    '«»',
    '「」',
    '[]',
    '[ ]',
    '{}',
    '{ }',
    '()',
    '<>',
  ),
  lists: fc
    .array(fc.oneof(matching(/^[a-z]{1,8}$/), matching(/^"[a-z ]{0,8}[a-z]"$/), fc.nat().map(String)), {
      minLength: 2,
      maxLength: 5,
    })
    .chain((items) => fc.constantFrom(`[${items.join(', ')}]`, `[ ${items.join(', ')} ]`, `[${items.join(',')}]`)),
  'objects as JSON': object.map((value) => JSON.stringify(value)).filter(short),
  'objects as Node.js shows them': object.map((value) => inspect(value)).filter(short),
  'names of time zones': fc.constantFrom(...zoneNames),
  'dates with the name of their zone': fc
    .tuple(fc.date({ min: new Date('1970-01-02'), max: new Date('2099-12-31'), noInvalidDate: true }), longZone)
    .map(([date, zone]) => `${date.toUTCString().slice(0, 3)} ${date.toISOString()} GMT+0100 (${zone})`),
  'times with an abbreviated zone': fc
    .tuple(fc.nat(23), fc.constantFrom(...'UTC GMT CET CEST EST PDT IST JST AEST MSK'.split(' ')))
    .map(([hour, zone]) => `${hour}:30 ${zone}`),
  'types of media': fc
    .tuple(fc.constantFrom('application', 'text', 'image', 'multipart'), matching(/^[a-z]{3,8}([.+-][a-z]{2,6})?$/))
    // Two families are no type: `audio/video`.
    .filter(([, subtype]) => !/^(africa|america|asia|audio|europe|etc|image|indian|pacific|text|video)\b/.test(subtype))
    .map((parts) => parts.join('/')),
  'packages and their versions': fc.oneof(
    fc
      .tuple(matching(/^[a-z]{2,8}(-[a-z]{2,6})?$/), matching(/^[0-9]{1,2}\.[0-9]{1,2}\.[0-9]$/))
      .map((parts) => parts.join('@')),
    fc.tuple(matching(/^@[a-z]{2,8}\/[a-z]{2,8}$/), fc.constantFrom('', '@1.2.3')).map((parts) => parts.join('')),
  ),
  'ids with a prefix': fc
    .tuple(
      fc.constantFrom('cus', 'pi', 'price', 'org', 'evt', 'req', 'sk_test', 'user'),
      fc.constantFrom('_', '-'),
      matching(/^[A-Za-z0-9]{6,24}$/),
    )
    .map((parts) => parts.join(''))
    .filter(withDigit),
  'ids of several parts': fc.oneof(
    fc
      .tuple(matching(/^[a-z]{2,8}$/), matching(/^[0-9][0-9a-f]{3,9}$/), matching(/^[1-9][0-9]{5,12}$/))
      .map((parts) => parts.join(':')),
    fc
      .tuple(matching(/^[a-z]{2,5}-[0-9]{1,4}$/), matching(/^[a-z]{1,4}$/), fc.nat(99))
      .map(([a, b, c]) => `${a}/${b}:${c}`),
    fc
      .tuple(matching(/^[a-z]{2,8}$/), fc.nat(99_999_999))
      .map(([service, n]) => `arn:aws:${service}::${n}:role/${service}`),
  ),
  ULIDs: fc.ulid(),
  // A token goes on behind one dash, not behind two.
  nanoids: matching(/^[A-Za-z0-9][A-Za-z0-9_-]{19}[A-Za-z0-9]$/).filter((id) => withDigit(id) && !id.includes('--')),
  'names of Kubernetes': fc
    .tuple(matching(/^[a-z]{2,8}(-[a-z]{2,8})?$/), matching(/^[0-9][bcdf24-9]{7,9}$/), matching(/^[bcdf24-9]{5}$/))
    .map((parts) => parts.join('-')),
  'secrets but for their last letters': fc
    .tuple(matching(/^\*{3,20}$/), matching(/^[A-Za-z]{4}$/))
    .map((parts) => parts.join('')),
}
