import { TAG, type TagName, type WordTable } from '../tags.js'
import { CHINESE, JAPANESE } from './east-asian.js'
import { ENGLISH, ENGLISH_IDIOMS } from './english.js'
import { GERMAN } from './german.js'
import { FRENCH, PORTUGUESE, ROMANCE_IDIOMS, SPANISH } from './romance.js'

/** How many words a term has at most. */
export const MAX_TERM_WORDS = 4

const SPACED = [ENGLISH, SPANISH, PORTUGUESE, FRENCH, GERMAN]
const UNSPACED = [CHINESE, JAPANESE]

const SMALL_WORDS = new Set(
  'a an the of for from to at on in into with is are was were has have been be and its their this that via id de del la el los las para en do da dos das os um uma du le les des pour au der die das den dem fur an auf wurde'.split(
    ' ',
  ),
)

const terms = tagsOf(SPACED)
for (const idiom of `${ENGLISH_IDIOMS} ${ROMANCE_IDIOMS}`.split(' ')) terms.set(idiom, 0)
const unspaced = tagsOf(UNSPACED)
/** How many characters a term without spaces has at most. */
const MAX_TERM_CHARACTERS = Math.max(...[...unspaced.keys()].map(({ length }) => length))

/** Returns what a term is, its words joined by `_` and folded. Absent: it is not in the lexicon. An idiom is nothing: 0. */
export function tagsOfTerm(term: string): number | undefined {
  return terms.get(term)
}

/** Returns whether a word only joins others. */
export function isSmallWord(word: string): boolean {
  return SMALL_WORDS.has(word)
}

/** Returns what stands in a run of characters without spaces, in its order: at each character the longest that fits. */
export function tagsInRun(run: string): number[] {
  const found: number[] = []
  let at = 0
  while (at < run.length) {
    let length = Math.min(MAX_TERM_CHARACTERS, run.length - at)
    while (length > 0 && !unspaced.has(run.slice(at, at + length))) length--
    if (length > 0) found.push(unspaced.get(run.slice(at, at + length))!)
    at += Math.max(length, 1)
  }
  return found
}

function tagsOf(tables: readonly WordTable[]): Map<string, number> {
  const tags = new Map<string, number>()
  for (const table of tables)
    for (const [name, words] of Object.entries(table))
      for (const word of words.split(' ')) tags.set(word, (tags.get(word) ?? 0) | TAG[name as TagName])
  return tags
}
