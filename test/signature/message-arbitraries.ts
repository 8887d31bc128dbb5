import fc from 'fast-check'
import { createKindOfWord } from '../../src/signature/known-words.js'
import { createMessage } from '../../src/signature/message.js'
import { lowHash } from '../../src/signature/word-hash.js'
import { NOT_KNOWN } from '../../src/signature/word-kind.js'

const { bytes, load } = createMessage()
const kindOfWord = createKindOfWord()

const PIECES =
  'user logged in for from by host invalid as ENOTFOUND GET post localhost true No yes Mon Nov may ms KB 17 3.5 ' +
  '10.0.0.1 ::ffff:10.0.0.1 ffff utf-8 ipv6 a.b.c X.Y.Z_W a.b. deadbeef key=value k= = == => : , ( ) (word) { } ' +
  '[ ] " \' ` "quoted" "curl/8 "key": /path/to src/a.ts C:\\x\\y / https://a/b a@b.c @ #1 +5 + & <*> < * > % \\ ' +
  '- -- _ . ~ $ é 日本 💥 ４ aa:bb:cc aa: x:y n.tld:80 __proto__ constructor'
const pieces = fc.constantFrom(
  ...PIECES.split(' '),
  ...["'it is'", '\ud800', '\udc00', '\u0301', '\u00a0', '\ufeff', '\0', '\n', '\r\n', '\t'],
)

const QUOTED_AND_NESTED =
  '{ } [ ] {} [] [1, ,2] {"a":1 "msg":"x "event":"y" msg= event type { ( ) , : " \' ` “ ” „ « » 「 」 ‘ ’ \\" \\n "" () a 17 user é 注文'
const OF_OTHER_WRITING =
  '— − １２ ١ é 注文 de März Nov 5 wait… ｡ ： · ₹9 12,50 € \u0301 \u0338 \u00a0 \u00ad \u200b \u0345 \u1100\u1161 a\u0323\u0307 x 17'
const IDS_AND_PLACES =
  'repeat:abc1:def2 arn:aws:s3 AbCdEfGhIjKlMnOp @a/b lodash@4.1.2 application/json Europe/Berlin UTC GMT+0100 (CET) 404 (default) in at user ' +
  '<-- --> → ***ab a\\b \\ / /x <*> GET "GET /x [26/Nov - ann \x1b[1m a.b x.y.z'
const LINES = ['in\n', ':\n', '\n', '\n> 12 x', '\n/a.ts:1:2', '\nat f', 'not found', 'Error', '17', ' ', ':']
const sentencesOf = (parts: readonly string[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...parts), fc.constantFrom(' ', '', ' ', ', ', ': ')), {
      maxLength: 40,
      size: 'max',
    })
    .map((all) => all.flat().join(''))

/** Messages of all that the rules look for, and of anything else. */
export const message = fc.oneof(
  fc
    .array(fc.tuple(pieces, fc.constantFrom(' ', '', ' ', ', ', ': ')), { maxLength: 60, size: 'max' })
    .map((parts) => parts.flat().join('')),
  sentencesOf(QUOTED_AND_NESTED.split(' ')),
  sentencesOf(OF_OTHER_WRITING.split(' ')),
  sentencesOf(IDS_AND_PLACES.split(' ')),
  sentencesOf([...LINES, ...IDS_AND_PLACES.split(' ')]),
  sentencesOf([
    ...QUOTED_AND_NESTED.split(' '),
    ...OF_OTHER_WRITING.split(' '),
    ...IDS_AND_PLACES.split(' '),
    ...LINES,
  ]),
  fc.string({ unit: 'binary', maxLength: 400, size: 'max' }),
  fc.string({ unit: 'grapheme', maxLength: 400, size: 'max' }),
)

const isOrdinary = (word: string) =>
  !/^[a-f]{8,}$/.test(word) && kindOfWord(lowHash(bytes, 0, load(word))) === NOT_KNOWN

/** A word that no rule knows. */
export const ordinaryWord = fc.stringMatching(/^[a-z]{4,9}$/).filter(isOrdinary)

export const ordinaryWords = (minLength: number, maxLength: number) =>
  fc.uniqueArray(ordinaryWord, { minLength, maxLength })

/** What stands around a value, so short that neither cap is met. */
export const frame = fc
  .record({
    before: ordinaryWords(1, 4),
    around: fc.constantFrom(' V ', ' V, ', ': V ', ' (V) ', ' [V] ', ' <V> ', '\tV\t').map((text) => text.split('V')),
    after: ordinaryWords(0, 3),
  })
  .map(
    ({ before, around, after }) =>
      (value: string) =>
        before.join(' ') + around.join(value) + after.join(' '),
  )
