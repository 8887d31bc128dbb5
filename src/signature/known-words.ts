import { MONTHS, WEEKDAYS } from './calendar-words.js'
import { SPEAKING_KEYS } from './speaking-keys.js'
import { lowHash } from './word-hash.js'
import {
  BEFORE_HOLDER,
  BEFORE_NAME,
  FAMILY,
  FOR,
  FROM,
  HOLDER,
  ID_FAMILY,
  METHOD,
  MONTH,
  NOT_KNOWN,
  OF,
  SAYS,
  TERM,
  UNIT,
  VALUE,
  VALUE_AFTER_COLON,
  VALUE_IN_PARENTHESES,
  WEEKDAY,
  ZONE,
} from './word-kind.js'

const WORDS: readonly [number, string][] = [
  [VALUE, 'true false null none nil undefined nan infinity localhost'],
  [VALUE_AFTER_COLON, 'yes no on off'],
  [VALUE_IN_PARENTHESES, 'default'],
  [
    UNIT,
    'b kb mb gb tb kib mib gib tib byte bytes bit bits kbit mbit ns us µs μs ms s sec secs second seconds min mins minute ' +
      'minutes h hr hrs hour hours day days week weeks hz khz mhz ghz am pm px',
  ],
  [
    ZONE,
    'utc gmt cet cest eet eest bst msk pst pdt mst mdt cst cdt est edt akst akdt hst jst kst ist hkt sgt aest aedt acst acdt awst nzst nzdt',
  ],
  [MONTH, MONTHS],
  [WEEKDAY, WEEKDAYS],
  [OF, 'de'],
  [BEFORE_HOLDER, 'by of as to invalid illegal unknown'],
  [FOR, 'for'],
  [FROM, 'from'],
  [BEFORE_NAME, 'enotfound eai_again'],
  [METHOD, 'get post put patch delete head options'],
  [HOLDER, 'user username account login host hostname'],
  [SAYS, SPEAKING_KEYS.join(' ')],
  [FAMILY, 'africa america antarctica arctic asia atlantic australia europe indian pacific etc'],
  [FAMILY, 'application audio image multipart text video'],
  [ID_FAMILY, 'arn urn'],
  [
    TERM,
    'ipv4 ipv6 http2 http3 oauth1 oauth2 md5 sha1 sha256 sha384 sha512 base64 utf8 utf-8 utf16 x86 x64 amd64 arm64 win32 ' +
      's3 ec2 k8s i18n e2e p2p',
  ],
]

const SLOTS = 4096

/** Answers the kind of the word with this hash (`low`: case makes no difference). */
export type KindOfWord = (low: number) => number

export function createKindOfWord(): KindOfWord {
  const hashes = new Int32Array(SLOTS)
  const kinds = new Uint8Array(SLOTS)
  for (const [kind, words] of WORDS) {
    for (const word of words.split(' ')) {
      const bytes = Buffer.from(word)
      const low = lowHash(bytes, 0, bytes.length)
      let slot = low & (SLOTS - 1)
      while (kinds[slot] !== NOT_KNOWN) slot = (slot + 1) & (SLOTS - 1)
      hashes[slot] = low
      kinds[slot] = kind
    }
  }
  return function kindOfWord(low) {
    let slot = low & (SLOTS - 1)
    while (kinds[slot] !== NOT_KNOWN) {
      if (hashes[slot] === low) return kinds[slot]!
      slot = (slot + 1) & (SLOTS - 1)
    }
    return NOT_KNOWN
  }
}
