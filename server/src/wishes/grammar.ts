import { budgetOf } from './amounts.js'
import { clausesOf, type QuotedText } from './clauses.js'
import { MAX_PHRASE, MAX_PHRASES, MAX_WANTS, type WishClass, type WishDraft, type WishWant } from './wish-draft.js'

export interface Understood {
  readonly draft: WishDraft
  /** Clauses that are none of the grammar's. */
  readonly notUnderstood: readonly string[]
}

const OF = '(?:of |about |from )?(?:the |all )?'
const LINES = '(?: (?:lines?|logs?|records?|messages?|entry|entries))?'
const CLASS_NAMES: Readonly<Record<string, WishClass>> = {
  security: 'security',
  audit: 'audit',
  audits: 'audit',
  business: 'business',
  debug: 'debug',
  'health check': 'health_check',
  'health checks': 'health_check',
}
/** Whole clauses only: what says something else besides, such as a "not", is understood by none. */
const WHOLE = [
  new RegExp(
    `^(?:always )?keep (?:all|everything|every|each)(?: of| about| from| that says)? (?:the )?(.+?)${LINES}$`,
    'i',
  ),
  new RegExp(`^(?:always )?keep ${OF}(.+?)${LINES} whole$`, 'i'),
  new RegExp(`^never (?:drop|thin|lose|sample) ${OF}(.+?)${LINES}$`, 'i'),
]
const MORE = [new RegExp(`^(?:keep )?more ${OF}(.+?)${LINES}$`, 'i')]
const LESS = [
  new RegExp(`^(?:keep )?(?:less|fewer) ${OF}(.+?)${LINES}$`, 'i'),
  new RegExp(`^thin ${OF}(.+?)${LINES}$`, 'i'),
]
const LEAST = [
  new RegExp(`^(?:drop|silence|mute|hide) ${OF}(.+?)${LINES}$`, 'i'),
  new RegExp(`^(?:keep )?(?:the )?least ${OF}(.+?)${LINES}$`, 'i'),
]
const IS = new RegExp(`^(.+?)${LINES} (?:is|are|counts? as) (?:an? )?(${Object.keys(CLASS_NAMES).join('|')})$`, 'i')
const BUDGET =
  /^(?:(?:set )?(?:the |a )?budget(?: is| of| to|:)? |(?:spend |keep )?(?:at most|no more than|not more than|up to) )?(.+)$/i
const EFFECTS = [
  ['keep_whole', WHOLE],
  ['more', MORE],
  ['less', LESS],
  ['least', LEAST],
] as const
/** Words that make a bare phrase something else than words of a line. */
const NOT_BARE = /\b(?:not|no|but|except|unless|if|when|or|and|than|only|instead|rate|percent|whole)\b|[%*"“”„«»']/i
const MAX_BARE_WORDS = 4

/**
 * Returns what a text says in a few plain English forms: `keep everything of "payment declined"`, `less cache hit`, `drop "GET /healthz"`,
 * `"role changed" is audit`, `budget 5 GB a day`; clauses are separated by semicolons, full stops, lines, or "and".
 */
export function understand(text: string): Understood {
  const { clauses, quoted } = clausesOf(text)
  const wants: WishWant[] = []
  const notUnderstood: string[] = []
  let budget: WishDraft['budget'] = null
  for (const clause of clauses) {
    const amount = budgetOf(BUDGET.exec(clause)?.[1] ?? '')
    const want = amount === undefined ? wantOf(clause, quoted) : undefined
    if (amount !== undefined && budget === null) budget = amount
    else if (want !== undefined && wants.length < MAX_WANTS) wants.push(want)
    else notUnderstood.push(quoted.restore(clause))
  }
  return { draft: { budget, wants }, notUnderstood }
}

function wantOf(clause: string, quoted: QuotedText): WishWant | undefined {
  const label = IS.exec(clause)
  if (label !== null) {
    const name = CLASS_NAMES[label[2]!.toLowerCase()]!
    const phrases = phrasesOf(label[1]!, quoted)
    const effect = name === 'security' || name === 'audit' ? 'keep_whole' : name === 'business' ? 'more' : 'less'
    return phrases && { phrases, class: name, do: effect }
  }
  for (const [effect, forms] of EFFECTS) {
    for (const form of forms) {
      const phrases = phrasesOf(form.exec(clause)?.[1] ?? '', quoted)
      if (phrases !== undefined) return { phrases, class: null, do: effect }
    }
  }
  return undefined
}

/** Returns the texts in quotes, or else a few bare words as one. */
function phrasesOf(text: string, quoted: QuotedText): string[] | undefined {
  const found = quoted.textsIn(text)
  if (found === 'mixed') return undefined
  const phrases = found ?? (isBare(text) ? [text] : [])
  const fit = phrases.every((phrase) => phrase.length > 0 && phrase.length <= MAX_PHRASE)
  return fit && phrases.length > 0 && phrases.length <= MAX_PHRASES ? phrases : undefined
}

function isBare(text: string): boolean {
  return text !== '' && text.split(' ').length <= MAX_BARE_WORDS && !NOT_BARE.test(text)
}
