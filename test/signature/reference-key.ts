const TOKEN = /\w+(?:[.\-:/@\\$+%#~&]\w+)*/y
const DELIMITER = /[\s,;)\]}>|"'`]|$/g
const CONTROL = /[\x00-\x1f\x7f]/
const MEANT_FOR_THE_SCAN = '"\'`<>*{}[]@'

/** Returns the refining key of a message by its definition, as plainly as it can be written; `undefined`: it has none. */
export function referenceKey(text: string): string | undefined {
  if (text === '' || text.length > 250 || /[^\x00-\x7f]/.test(text) || CONTROL.test(text)) return undefined
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
    const behindSpace = at === 0 || text[at - 1] === ' '
    if (MEANT_FOR_THE_SCAN.includes(character)) return undefined
    if (character === '(' && /\d $/.test(text.slice(0, at))) return undefined
    if (character === '/' && behindSpace && /\w/.test(text[at + 1] ?? '')) {
      key += '\x02'
      DELIMITER.lastIndex = at
      at = DELIMITER.exec(text)!.index
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
  if (!/\d/.test(token) || text[at + token.length] === '=') return false
  if (!/(?:^|[ =(,;|!?]|(?:^| )[#$\-+~])$/.test(text.slice(0, at))) return false
  if (/^\d/.test(token)) return !/[/@\\$%#~&]/.test(token)
  return /^[a-z][\w.-]{6,}$/i.test(token) && !/\..*\./.test(token)
}
