import type { Screen } from './screen.js'
import { widthOf } from './table.js'

/** Returns a text as lines that are no wider than the screen, broken at blanks. @param hang more blanks before all lines but the first */
export function wrapped(text: string, { width }: Pick<Screen, 'width'>, indent = 0, hang = 0): string[] {
  const lines: string[] = []
  let line = ''
  const room = () => Math.max(12, width - indent - (lines.length > 0 ? hang : 0))
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > room()) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  lines.push(line)
  return lines.map((one, i) => `${' '.repeat(indent + (i > 0 ? hang : 0))}${one}`)
}
