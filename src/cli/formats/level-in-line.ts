import { SEVERITY_NUMBER } from '../../record/severity.js'
import { severityOfWord } from '../../record/severity-words.js'

/** A level with which a line begins; it may stand in brackets. */
const FIRST = /^\s?[[(<]?([A-Za-z]{3,9})[\])>]?(?:\s*\(\d+\))?\s*[:\-|]?\s+(.*)$/s
/** What loggers write between the time and the level: a thread, an id, a number, a zone, the name of the logger and a dash. */
const HEADER =
  '(?:\\[[^\\]\\s]{1,80}\\]|[\\da-fA-F]{8}(?:-[\\da-fA-F]{4}){3}-[\\da-fA-F]{12}|\\d{1,10}|-{1,3}|\\||UTC|GMT|[\\w.$/@-]{1,60}(?=\\s{1,4}[-|:]\\s))'
const LEVEL = 'TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE|PANIC|LOG'
/** The level of a line behind its time: of what is said there it is told by its capitals. */
const BEHIND_TIME = new RegExp(
  `^(?:${HEADER}[\\s:]{1,4}){1,4}[[(<]?(${LEVEL})[\\])>]?\\s{0,4}(?:--|[:\\-|])?\\s+(.*)$`,
  's',
)
/** `ERROR:shop.orders:message`, of Python's logging as it comes. */
const PYTHON = /^([A-Z]{4,8}):([\w.]{1,80}:.*)$/s
/** `[shop] › ✖  error     message`, of signale. */
const SIGNALE = /^(?:\[[^\]]{1,80}\] )?› +\S{1,2} {1,4}([a-z]{3,9}) +(.*)$/s
/** Of consola. */
const MARKED = /^(ℹ|✔|✖|⚙|◐) (.*)$/s
const MARKS: Readonly<Record<string, number>> = {
  '✖': SEVERITY_NUMBER.error,
  '⚙': SEVERITY_NUMBER.debug,
}

export interface Levelled {
  /** 0: it says none. */
  readonly severityNumber: number
  /** Without what stands before the level, and the level. */
  readonly body: string
}

/** Returns the level that a line of text says, and what it says then. @param isTimed a time stood before it */
export function levelInLine(text: string, isTimed: boolean): Levelled {
  const [, mark, marked] = MARKED.exec(text) ?? []
  if (mark !== undefined) return { severityNumber: MARKS[mark] ?? SEVERITY_NUMBER.info, body: marked! }
  const forms = [FIRST, ...(isTimed ? [BEHIND_TIME] : []), PYTHON, SIGNALE]
  for (const form of forms) {
    const [, word, body] = form.exec(text) ?? []
    const severityNumber = word === undefined ? 0 : severityOfWord(word)
    if (severityNumber > 0) return { severityNumber, body: body! }
  }
  return { severityNumber: 0, body: text }
}
