import { type Screen, type Style, styled } from './screen.js'
import { wrapped } from './wrapped.js'

const INDENT = 2

/** Returns a text behind its name, as lines that are no wider than the screen. @param column where the text begins, behind the indent */
export function labelled(screen: Screen, style: Style, name: string, column: number, text: string): string[] {
  const [first = '', ...rest] = wrapped(text, screen, INDENT + column)
  return [`${' '.repeat(INDENT)}${styled(screen, style, name.padEnd(column - 1))} ${first.trimStart()}`, ...rest]
}
