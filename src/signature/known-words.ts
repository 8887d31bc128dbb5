import { LOWER_PRIME, SEED } from './token-buffer.js'

/** Words that mean something to the rules, whatever their case. */
export const NOT_KNOWN = 0
/** Stands for a value wherever it is: `true`. */
export const VALUE = 1
/** Stands for a value after a colon: `ready: yes`. */
export const VALUE_AFTER_COLON = 2
/** Belongs to the number before it: `17 ms`. */
export const UNIT = 3
export const MONTH = 4
export const WEEKDAY = 5
/** Before a name of a {@link HOLDER}: `for user root`. */
export const BEFORE_HOLDER = 6
/** `for` alone also starts `for NAME from ADDRESS`. */
export const FOR = 7
export const FROM = 8
/** What follows is somebody's or something's name: `user root`. */
export const HOLDER = 9

const WORDS: readonly [number, string][] = [
  [VALUE, 'true false null none nil undefined nan infinity'],
  [VALUE_AFTER_COLON, 'yes no on off'],
  [
    UNIT,
    'b kb mb gb tb kib mib gib tib byte bytes bit bits kbit mbit ns us µs ms s sec secs second seconds min mins minute ' +
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
  [HOLDER, 'user username account login host hostname'],
]

const SLOTS = 1024
const slotHash = new Int32Array(SLOTS)
const slotKind = new Uint8Array(SLOTS)
/** The longest known word, in code units. */
export const MAX_KNOWN_LENGTH = 9

for (const [kind, words] of WORDS) {
  for (const word of words.split(' ')) {
    let hash = SEED
    for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ (word.charCodeAt(i) | 32), LOWER_PRIME)
    let slot = hash & (SLOTS - 1)
    while (slotKind[slot] !== NOT_KNOWN) slot = (slot + 1) & (SLOTS - 1)
    slotHash[slot] = hash
    slotKind[slot] = kind
  }
}

/** The kind of the word with this case-folded hash. */
export function kindOfWord(lowerHash: number): number {
  let slot = lowerHash & (SLOTS - 1)
  while (slotKind[slot] !== NOT_KNOWN) {
    if (slotHash[slot] === lowerHash) return slotKind[slot]!
    slot = (slot + 1) & (SLOTS - 1)
  }
  return NOT_KNOWN
}
