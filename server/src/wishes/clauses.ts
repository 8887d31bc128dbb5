/** Marks of texts in quotes, which are taken out before a text is cut into clauses: from the private use area, so that nobody types them. */
const [OPEN, CLOSE] = ['\u{e000}', '\u{e001}']
const MARK = new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'g')
const ONLY_MARKS = new RegExp(`^(?:${OPEN}\\d+${CLOSE}(?:\\s*(?:,|or|and)\\s*|\\s+)?)+$`)
const QUOTED =
  /"([^"\n]{1,200})"|“([^”\n]{1,200})”|„([^“\n]{1,200})“|«([^»\n]{1,200})»|(?<![\p{L}\p{N}])'((?:[^'\n]|(?<=\p{L})'(?=\p{L})){1,200})'(?![\p{L}\p{N}])/gu
const VERBS =
  'keep|always keep|never|more|less|fewer|thin|drop|silence|mute|hide|budget|at most|no more than|up to|spend'
const SEPARATORS = new RegExp(`[;\\n]|[.!](?=\\s|$)|,?\\s+and\\s+(?=(?:${VERBS})\\b)|,\\s+(?=(?:${VERBS})\\b)`, 'iu')

export interface QuotedText {
  /** Returns the texts in quotes that a clause names; `undefined`: it has none; `mixed`: it has other words, too. */
  textsIn(clause: string): string[] | 'mixed' | undefined
  /** Returns a clause as it was written. */
  restore(clause: string): string
}

/** Cuts a text into clauses, in which texts in quotes are marks. */
export function clausesOf(text: string): { readonly clauses: readonly string[]; readonly quoted: QuotedText } {
  const texts: string[] = []
  const marked = text.replaceAll(/[\u{e000}\u{e001}]/gu, '').replace(QUOTED, (_, ...groups: (string | undefined)[]) => {
    texts.push(groups.slice(0, 5).find((one) => one !== undefined)!)
    return `${OPEN}${texts.length - 1}${CLOSE}`
  })
  const clauses = marked
    .split(SEPARATORS)
    .map((clause) =>
      clause
        .replaceAll(/\s+/g, ' ')
        .trim()
        .replace(/^(?:please|and) /i, ''),
    )
    .filter((clause) => clause !== '')
  const textOf = (n: string) => texts[Number(n)] ?? ''
  return {
    clauses,
    quoted: {
      textsIn(clause) {
        const found = [...clause.matchAll(MARK)].map(([, n]) => textOf(n!).trim())
        if (found.length === 0) return undefined
        return ONLY_MARKS.test(clause) ? found : 'mixed'
      },
      restore: (clause) => clause.replace(MARK, (_, n: string) => `"${textOf(n)}"`),
    },
  }
}
