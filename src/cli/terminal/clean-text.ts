import { signs } from './signs.js'

/** Others wrote it: nothing of it is left to move the cursor, to turn or to hide text. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu
const NOT_ASCII = /[^\x20-\x7e]/gu

/** Returns a text on one line that a terminal may be given, cut at `most` characters. */
export function cleanText(text: string, most: number, unicode = true): string {
  const plain = text.slice(0, 4 * most + 64).replace(INVISIBLE, ' ')
  const shown = unicode ? plain : signs(plain, false).replace(NOT_ASCII, '?')
  const characters = [...shown.trim()]
  return characters.length <= most
    ? characters.join('')
    : `${characters.slice(0, most - 1).join('')}${unicode ? '…' : '.'}`
}
