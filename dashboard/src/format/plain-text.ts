/** Whoever can make an app log writes templates, names and versions: nothing of them is left to turn or hide text. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u
const EVERY_INVISIBLE = new RegExp(INVISIBLE.source, 'gu')
/** What is shown of a text. */
const LONGEST_TEXT = 2_000

interface TextPart {
  readonly kind: 'text' | 'value' | 'code'
  readonly text: string
}

const NAMES: Readonly<Record<string, string>> = { '\n': '⏎', '\r': '⏎', '\t': '⇥' }
const codeOf = (char: string): string =>
  NAMES[char] ?? `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`

/** Returns a template in parts: text, values, and what is invisible or turns the text around as its code point. */
export function templateParts(template: string): TextPart[] {
  const parts: TextPart[] = []
  const add = (kind: TextPart['kind'], text: string): void => {
    const last = parts.at(-1)
    if (kind === 'text' && last?.kind === 'text') parts[parts.length - 1] = { kind, text: last.text + text }
    else parts.push({ kind, text })
  }
  for (const piece of cut(template).split(/(<\*>)/)) {
    if (piece === '<*>') add('value', '∗')
    else
      for (const char of piece) add(INVISIBLE.test(char) ? 'code' : 'text', INVISIBLE.test(char) ? codeOf(char) : char)
  }
  return parts
}

/** Returns a text of others without what is invisible, for names and attributes. */
export const plainText = (text: string): string => cut(text).replace(EVERY_INVISIBLE, '\ufffd')

/** Returns lines of others, as a request or an answer: all of them, without what else is invisible. */
export const plainLines = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/[^\n\t]/gu, plainChar)

const plainChar = (char: string): string => (INVISIBLE.test(char) ? '\ufffd' : char)

function cut(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`
}
