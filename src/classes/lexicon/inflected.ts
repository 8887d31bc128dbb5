import type { TagName, WordTable } from '../tags.js'

/** What became of something: such words agree with it. */
const OUTCOMES: readonly TagName[] = ['ok', 'fail', 'deny', 'change', 'grant', 'sanction', 'deal', 'joined']

/**
 * Returns a table with the other forms of its words for outcomes: of several, of either gender, and as somebody does it. A form that is
 * a word of the table already stays what it is.
 *
 * @param formsOf a word's forms; empty: it has none
 */
export function inflected(table: WordTable, formsOf: (word: string) => readonly string[]): WordTable {
  const own = new Set(Object.values(table).flatMap((words) => words.split(' ')))
  const more = OUTCOMES.flatMap((name) => {
    const words = table[name]?.split(' ') ?? []
    const forms = words.flatMap(formsOf).filter((form) => !own.has(form))
    return forms.length === 0 ? [] : [[name, [...new Set([...words, ...forms])].join(' ')] as const]
  })
  return { ...table, ...Object.fromEntries(more) }
}
