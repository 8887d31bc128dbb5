import { seededRandom } from 'lipservice/testing'

/** What all records of one pattern have in common. */
export interface Pattern {
  /** Its one word that no other pattern has. */
  readonly word: string
  /** Mean characters of its longest attribute. */
  readonly detailLength: number
  /** Half of them need two bytes a character: a size guessed from lengths is wrong by so much. */
  readonly isAscii: boolean
}

const CONSONANTS = 'ghklmnprtv'
const VOWELS = 'iou'
const SYLLABLES = CONSONANTS.length * VOWELS.length
const SYLLABLES_PER_WORD = 5
const WORDS = SYLLABLES ** SYLLABLES_PER_WORD
/** Has no divisor in common with the number of words, so that each key has a word of its own, unlike its neighbours'. */
const SCATTER = 514_229
const MEDIAN_DETAIL = 150
const SPREAD = 0.8
export const MAX_DETAIL = 1_500

/** The pattern of a key, always the same. */
export function patternOf(key: number): Pattern {
  const random = seededRandom(key)
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return {
    word: wordOf(key),
    detailLength: Math.min(MAX_DETAIL, Math.round(MEDIAN_DETAIL * Math.exp(SPREAD * normal))),
    isAscii: random() < 0.5,
  }
}

/** Letters without digits and not like hexadecimal, so that nothing of it is masked. */
function wordOf(key: number): string {
  let rest = (key * SCATTER) % WORDS
  let word = ''
  for (let i = 0; i < SYLLABLES_PER_WORD; i++) {
    const syllable = rest % SYLLABLES
    word += CONSONANTS[Math.floor(syllable / VOWELS.length)]! + VOWELS[syllable % VOWELS.length]!
    rest = Math.floor(rest / SYLLABLES)
  }
  return word
}
