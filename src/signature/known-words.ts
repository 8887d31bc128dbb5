import { createMessage } from './message.js'
import { lowHash } from './word-hash.js'
import {
  BEFORE_HOLDER,
  BEFORE_NAME,
  FOR,
  FROM,
  HOLDER,
  METHOD,
  MONTH,
  NOT_KNOWN,
  TERM,
  UNIT,
  VALUE,
  VALUE_AFTER_COLON,
  WEEKDAY,
} from './word-kind.js'

const WORDS: readonly [number, string][] = [
  [VALUE, 'true false null none nil undefined nan infinity localhost'],
  [VALUE_AFTER_COLON, 'yes no on off'],
  [
    UNIT,
    'b kb mb gb tb kib mib gib tib byte bytes bit bits kbit mbit ns us µs μs ms s sec secs second seconds min mins minute ' +
      'minutes h hr hrs hour hours day days week weeks hz khz mhz ghz am pm px',
  ],
  [
    MONTH,
    'jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september ' +
      'october november december',
  ],
  [WEEKDAY, 'mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday'],
  [BEFORE_HOLDER, 'by of as to invalid illegal unknown'],
  [FOR, 'for'],
  [FROM, 'from'],
  [BEFORE_NAME, 'enotfound eai_again'],
  [METHOD, 'get post put patch delete head options'],
  [HOLDER, 'user username account login host hostname'],
  [
    TERM,
    'ipv4 ipv6 http2 http3 oauth1 oauth2 md5 sha1 sha256 sha384 sha512 base64 utf8 utf-8 utf16 x86 x64 amd64 arm64 win32 ' +
      's3 ec2 k8s i18n e2e p2p',
  ],
]

const SLOTS = 1024

/** Answers the kind of the word with this hash (`low`: case makes no difference). */
export type KindOfWord = (low: number) => number

export function createKindOfWord(): KindOfWord {
  const hashes = new Int32Array(SLOTS)
  const kinds = new Uint8Array(SLOTS)
  const message = createMessage()
  for (const [kind, words] of WORDS) {
    for (const word of words.split(' ')) {
      const low = lowHash(message.bytes, 0, message.load(word))
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
