const TOKEN = /\w+(?:[.\-:/@\\$+%#~&]\w+)*/y
const END_OF_PATH = /[\s,;)\]}>|"'`[{]|$/g
const CONTROL = /[\x00-\x1f\x7f]/
const MEANT_FOR_THE_SCAN = '{}@'

/** Returns the refining key of a message by its definition, as plainly as it can be written; `undefined`: it has none. */
export function referenceKey(text: string): string | undefined {
  if (text === '' || text.length > 256 || /[^\x00-\x7f]/.test(text) || CONTROL.test(text)) return undefined
  let key = ''
  let at = 0
  while (at < text.length) {
    const token = tokenAt(text, at)
    if (token !== '') {
      key += isValue(text, at, token) ? '\x01' : token
      at += token.length
      continue
    }
    const character = text[at]!
    const mayBePath = at === 0 || ' "\'`'.includes(text[at - 1]!)
    if (MEANT_FOR_THE_SCAN.includes(character)) return undefined
    if (character === '(' && /[0-?]{3} $/.test(text.slice(0, at))) return undefined
    if (character === '/' && mayBePath && /\w/.test(text[at + 1] ?? '')) {
      END_OF_PATH.lastIndex = at
      const path = text.slice(at, END_OF_PATH.exec(text)!.index)
      key += `\x02${/\w$/.test(path) ? '' : path.at(-1)}`
      at += path.length
      continue
    }
    key += character
    at++
  }
  return key
}

function tokenAt(text: string, at: number): string {
  TOKEN.lastIndex = at
  return TOKEN.exec(text)?.[0] ?? ''
}

/** Whether a token is a value that stands alone. */
function isValue(text: string, at: number, token: string): boolean {
  if (!/\d/.test(token) || /^(?:=|:?\/)/.test(text.slice(at + token.length))) return false
  if (!/(?:^|[ =(,;|!?[<>"'`]|(?:^| )[#$\-+~])$/.test(text.slice(0, at))) return false
  if (/^\d/.test(token)) return !/[/@\\$%#~&]/.test(token)
  if (/^[A-Z]/.test(token) && /["'`]$/.test(text.slice(0, at))) return false
  return /^[a-z][\w.-]{6,}$/i.test(token) && !/\..*\./.test(token)
}
